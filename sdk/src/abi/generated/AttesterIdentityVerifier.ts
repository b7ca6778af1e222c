/** Made from the contracts by `npm run generate`. */

import type { BaseContract, BigNumberish, BytesLike, FunctionFragment, Result, Interface, EventFragment, AddressLike, ContractRunner, ContractMethod, Listener } from "ethers"
import type { TypedContractEvent, TypedDeferredTopicFilter, TypedEventLog, TypedLogDescription, TypedListener, TypedContractMethod } from "./common.ts"
  

  export interface AttesterIdentityVerifierInterface extends Interface {
    getFunction(nameOrSignature: "ENTRY_RIGHTS" | "EVENTS" | "eip712Domain" | "isAttester" | "isTrustedForwarder" | "personTag" | "scopeOf" | "setAttester" | "trustedForwarder"): FunctionFragment;

    getEvent(nameOrSignatureOrTopic: "AttesterSet" | "EIP712DomainChanged"): EventFragment;

    encodeFunctionData(functionFragment: 'ENTRY_RIGHTS', values?: undefined): string;
encodeFunctionData(functionFragment: 'EVENTS', values?: undefined): string;
encodeFunctionData(functionFragment: 'eip712Domain', values?: undefined): string;
encodeFunctionData(functionFragment: 'isAttester', values: [BigNumberish, AddressLike]): string;
encodeFunctionData(functionFragment: 'isTrustedForwarder', values: [AddressLike]): string;
encodeFunctionData(functionFragment: 'personTag', values: [BigNumberish, BigNumberish, AddressLike, BigNumberish, BytesLike]): string;
encodeFunctionData(functionFragment: 'scopeOf', values: [BigNumberish]): string;
encodeFunctionData(functionFragment: 'setAttester', values: [BigNumberish, AddressLike, boolean]): string;
encodeFunctionData(functionFragment: 'trustedForwarder', values?: undefined): string;

    decodeFunctionResult(functionFragment: 'ENTRY_RIGHTS', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'EVENTS', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'eip712Domain', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'isAttester', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'isTrustedForwarder', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'personTag', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'scopeOf', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'setAttester', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'trustedForwarder', data: BytesLike): Result;
  }

  
    export namespace AttesterSetEvent {
      export type InputTuple = [scopeEvent: BigNumberish, attester: AddressLike, trusted: boolean];
      export type OutputTuple = [scopeEvent: bigint, attester: string, trusted: boolean];
      export interface OutputObject {scopeEvent: bigint, attester: string, trusted: boolean };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace EIP712DomainChangedEvent {
      export type InputTuple = [];
      export type OutputTuple = [];
      export interface OutputObject {};
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

  export interface AttesterIdentityVerifier extends BaseContract {
    
    connect(runner?: ContractRunner | null): AttesterIdentityVerifier;
    waitForDeployment(): Promise<this>;

    interface: AttesterIdentityVerifierInterface;

    
  queryFilter<TCEvent extends TypedContractEvent>(
    event: TCEvent,
    fromBlockOrBlockhash?: string | number | undefined,
    toBlock?: string | number | undefined,
  ): Promise<Array<TypedEventLog<TCEvent>>>
  queryFilter<TCEvent extends TypedContractEvent>(
    filter: TypedDeferredTopicFilter<TCEvent>,
    fromBlockOrBlockhash?: string | number | undefined,
    toBlock?: string | number | undefined
  ): Promise<Array<TypedEventLog<TCEvent>>>;

  on<TCEvent extends TypedContractEvent>(event: TCEvent, listener: TypedListener<TCEvent>): Promise<this>
  on<TCEvent extends TypedContractEvent>(filter: TypedDeferredTopicFilter<TCEvent>, listener: TypedListener<TCEvent>): Promise<this>
  
  once<TCEvent extends TypedContractEvent>(event: TCEvent, listener: TypedListener<TCEvent>): Promise<this>
  once<TCEvent extends TypedContractEvent>(filter: TypedDeferredTopicFilter<TCEvent>, listener: TypedListener<TCEvent>): Promise<this>

  listeners<TCEvent extends TypedContractEvent>(
    event: TCEvent
  ): Promise<Array<TypedListener<TCEvent>>>;
  listeners(eventName?: string): Promise<Array<Listener>>
  removeAllListeners<TCEvent extends TypedContractEvent>(event?: TCEvent): Promise<this>


    
    
    ENTRY_RIGHTS: TypedContractMethod<
      [],
      [string],
      'view'
    >
    

    
    EVENTS: TypedContractMethod<
      [],
      [string],
      'view'
    >
    

    
    eip712Domain: TypedContractMethod<
      [],
      [[string, string, string, bigint, string, string, bigint[]] & {fields: string, name: string, version: string, chainId: bigint, verifyingContract: string, salt: string, extensions: bigint[] }],
      'view'
    >
    

    
    isAttester: TypedContractMethod<
      [scopeEvent: BigNumberish, attester: AddressLike, ],
      [boolean],
      'view'
    >
    

    
    isTrustedForwarder: TypedContractMethod<
      [forwarder: AddressLike, ],
      [boolean],
      'view'
    >
    

    
    personTag: TypedContractMethod<
      [scopeEvent: BigNumberish, rightId: BigNumberish, holder: AddressLike, agentId: BigNumberish, evidence: BytesLike, ],
      [[string, bigint] & {tag: string, issuedAt: bigint }],
      'view'
    >
    

    
    scopeOf: TypedContractMethod<
      [scopeEvent: BigNumberish, ],
      [string],
      'view'
    >
    

    
    setAttester: TypedContractMethod<
      [scopeEvent: BigNumberish, attester: AddressLike, trusted: boolean, ],
      [void],
      'nonpayable'
    >
    

    
    trustedForwarder: TypedContractMethod<
      [],
      [string],
      'view'
    >
    


    getFunction<T extends ContractMethod = ContractMethod>(key: string | FunctionFragment): T;

    getFunction(nameOrSignature: 'ENTRY_RIGHTS'): TypedContractMethod<
      [],
      [string],
      'view'
    >;
getFunction(nameOrSignature: 'EVENTS'): TypedContractMethod<
      [],
      [string],
      'view'
    >;
getFunction(nameOrSignature: 'eip712Domain'): TypedContractMethod<
      [],
      [[string, string, string, bigint, string, string, bigint[]] & {fields: string, name: string, version: string, chainId: bigint, verifyingContract: string, salt: string, extensions: bigint[] }],
      'view'
    >;
getFunction(nameOrSignature: 'isAttester'): TypedContractMethod<
      [scopeEvent: BigNumberish, attester: AddressLike, ],
      [boolean],
      'view'
    >;
getFunction(nameOrSignature: 'isTrustedForwarder'): TypedContractMethod<
      [forwarder: AddressLike, ],
      [boolean],
      'view'
    >;
getFunction(nameOrSignature: 'personTag'): TypedContractMethod<
      [scopeEvent: BigNumberish, rightId: BigNumberish, holder: AddressLike, agentId: BigNumberish, evidence: BytesLike, ],
      [[string, bigint] & {tag: string, issuedAt: bigint }],
      'view'
    >;
getFunction(nameOrSignature: 'scopeOf'): TypedContractMethod<
      [scopeEvent: BigNumberish, ],
      [string],
      'view'
    >;
getFunction(nameOrSignature: 'setAttester'): TypedContractMethod<
      [scopeEvent: BigNumberish, attester: AddressLike, trusted: boolean, ],
      [void],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'trustedForwarder'): TypedContractMethod<
      [],
      [string],
      'view'
    >;

    getEvent(key: 'AttesterSet'): TypedContractEvent<AttesterSetEvent.InputTuple, AttesterSetEvent.OutputTuple, AttesterSetEvent.OutputObject>;
getEvent(key: 'EIP712DomainChanged'): TypedContractEvent<EIP712DomainChangedEvent.InputTuple, EIP712DomainChangedEvent.OutputTuple, EIP712DomainChangedEvent.OutputObject>;

    filters: {
      
      'AttesterSet(uint32,address,bool)': TypedContractEvent<AttesterSetEvent.InputTuple, AttesterSetEvent.OutputTuple, AttesterSetEvent.OutputObject>;
      AttesterSet: TypedContractEvent<AttesterSetEvent.InputTuple, AttesterSetEvent.OutputTuple, AttesterSetEvent.OutputObject>;
    

      'EIP712DomainChanged()': TypedContractEvent<EIP712DomainChangedEvent.InputTuple, EIP712DomainChangedEvent.OutputTuple, EIP712DomainChangedEvent.OutputObject>;
      EIP712DomainChanged: TypedContractEvent<EIP712DomainChangedEvent.InputTuple, EIP712DomainChangedEvent.OutputTuple, EIP712DomainChangedEvent.OutputObject>;
    
    };
  }