/** Made from the contracts by `npm run generate`. */

import type { BaseContract, BigNumberish, BytesLike, FunctionFragment, Result, Interface, EventFragment, AddressLike, ContractRunner, ContractMethod, Listener } from "ethers"
import type { TypedContractEvent, TypedDeferredTopicFilter, TypedEventLog, TypedLogDescription, TypedListener, TypedContractMethod } from "./common.ts"
  
export declare namespace IGasRelayForwarder {
      
    export type ForwardRequestStruct = {from: AddressLike, to: AddressLike, gas: BigNumberish, nonce: BigNumberish, deadline: BigNumberish, relayer: AddressLike, data: BytesLike}

    export type ForwardRequestStructOutput = [from: string, to: string, gas: bigint, nonce: bigint, deadline: bigint, relayer: string, data: string] & {from: string, to: string, gas: bigint, nonce: bigint, deadline: bigint, relayer: string, data: string }
  

    export type SignedRequestStruct = {request: IGasRelayForwarder.ForwardRequestStruct, signature: BytesLike}

    export type SignedRequestStructOutput = [request: IGasRelayForwarder.ForwardRequestStructOutput, signature: string] & {request: IGasRelayForwarder.ForwardRequestStructOutput, signature: string }
  
    }

  export interface GasRelayForwarderInterface extends Interface {
    getFunction(nameOrSignature: "check" | "eip712Domain" | "execute" | "hashOf" | "isNonceUsed" | "nonceWord"): FunctionFragment;

    getEvent(nameOrSignatureOrTopic: "EIP712DomainChanged" | "RequestExecuted" | "RequestSkipped"): EventFragment;

    encodeFunctionData(functionFragment: 'check', values: [IGasRelayForwarder.SignedRequestStruct, AddressLike]): string;
encodeFunctionData(functionFragment: 'eip712Domain', values?: undefined): string;
encodeFunctionData(functionFragment: 'execute', values: [IGasRelayForwarder.SignedRequestStruct[]]): string;
encodeFunctionData(functionFragment: 'hashOf', values: [IGasRelayForwarder.ForwardRequestStruct]): string;
encodeFunctionData(functionFragment: 'isNonceUsed', values: [AddressLike, BigNumberish]): string;
encodeFunctionData(functionFragment: 'nonceWord', values: [AddressLike, BigNumberish]): string;

    decodeFunctionResult(functionFragment: 'check', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'eip712Domain', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'execute', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'hashOf', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'isNonceUsed', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'nonceWord', data: BytesLike): Result;
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

  

    export namespace RequestExecutedEvent {
      export type InputTuple = [hash: BytesLike, from: AddressLike, nonce: BigNumberish, success: boolean, gasUsed: BigNumberish, reason: BytesLike];
      export type OutputTuple = [hash: string, from: string, nonce: bigint, success: boolean, gasUsed: bigint, reason: string];
      export interface OutputObject {hash: string, from: string, nonce: bigint, success: boolean, gasUsed: bigint, reason: string };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace RequestSkippedEvent {
      export type InputTuple = [hash: BytesLike, from: AddressLike, why: BigNumberish];
      export type OutputTuple = [hash: string, from: string, why: bigint];
      export interface OutputObject {hash: string, from: string, why: bigint };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

  export interface GasRelayForwarder extends BaseContract {
    
    connect(runner?: ContractRunner | null): GasRelayForwarder;
    waitForDeployment(): Promise<this>;

    interface: GasRelayForwarderInterface;

    
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


    
    
    check: TypedContractMethod<
      [signed: IGasRelayForwarder.SignedRequestStruct, relayer: AddressLike, ],
      [bigint],
      'view'
    >
    

    
    eip712Domain: TypedContractMethod<
      [],
      [[string, string, string, bigint, string, string, bigint[]] & {fields: string, name: string, version: string, chainId: bigint, verifyingContract: string, salt: string, extensions: bigint[] }],
      'view'
    >
    

    
    execute: TypedContractMethod<
      [requests: IGasRelayForwarder.SignedRequestStruct[], ],
      [void],
      'nonpayable'
    >
    

    
    hashOf: TypedContractMethod<
      [request: IGasRelayForwarder.ForwardRequestStruct, ],
      [string],
      'view'
    >
    

    
    isNonceUsed: TypedContractMethod<
      [from: AddressLike, nonce: BigNumberish, ],
      [boolean],
      'view'
    >
    

    
    nonceWord: TypedContractMethod<
      [from: AddressLike, word: BigNumberish, ],
      [bigint],
      'view'
    >
    


    getFunction<T extends ContractMethod = ContractMethod>(key: string | FunctionFragment): T;

    getFunction(nameOrSignature: 'check'): TypedContractMethod<
      [signed: IGasRelayForwarder.SignedRequestStruct, relayer: AddressLike, ],
      [bigint],
      'view'
    >;
getFunction(nameOrSignature: 'eip712Domain'): TypedContractMethod<
      [],
      [[string, string, string, bigint, string, string, bigint[]] & {fields: string, name: string, version: string, chainId: bigint, verifyingContract: string, salt: string, extensions: bigint[] }],
      'view'
    >;
getFunction(nameOrSignature: 'execute'): TypedContractMethod<
      [requests: IGasRelayForwarder.SignedRequestStruct[], ],
      [void],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'hashOf'): TypedContractMethod<
      [request: IGasRelayForwarder.ForwardRequestStruct, ],
      [string],
      'view'
    >;
getFunction(nameOrSignature: 'isNonceUsed'): TypedContractMethod<
      [from: AddressLike, nonce: BigNumberish, ],
      [boolean],
      'view'
    >;
getFunction(nameOrSignature: 'nonceWord'): TypedContractMethod<
      [from: AddressLike, word: BigNumberish, ],
      [bigint],
      'view'
    >;

    getEvent(key: 'EIP712DomainChanged'): TypedContractEvent<EIP712DomainChangedEvent.InputTuple, EIP712DomainChangedEvent.OutputTuple, EIP712DomainChangedEvent.OutputObject>;
getEvent(key: 'RequestExecuted'): TypedContractEvent<RequestExecutedEvent.InputTuple, RequestExecutedEvent.OutputTuple, RequestExecutedEvent.OutputObject>;
getEvent(key: 'RequestSkipped'): TypedContractEvent<RequestSkippedEvent.InputTuple, RequestSkippedEvent.OutputTuple, RequestSkippedEvent.OutputObject>;

    filters: {
      
      'EIP712DomainChanged()': TypedContractEvent<EIP712DomainChangedEvent.InputTuple, EIP712DomainChangedEvent.OutputTuple, EIP712DomainChangedEvent.OutputObject>;
      EIP712DomainChanged: TypedContractEvent<EIP712DomainChangedEvent.InputTuple, EIP712DomainChangedEvent.OutputTuple, EIP712DomainChangedEvent.OutputObject>;
    

      'RequestExecuted(bytes32,address,uint256,bool,uint256,bytes32)': TypedContractEvent<RequestExecutedEvent.InputTuple, RequestExecutedEvent.OutputTuple, RequestExecutedEvent.OutputObject>;
      RequestExecuted: TypedContractEvent<RequestExecutedEvent.InputTuple, RequestExecutedEvent.OutputTuple, RequestExecutedEvent.OutputObject>;
    

      'RequestSkipped(bytes32,address,uint8)': TypedContractEvent<RequestSkippedEvent.InputTuple, RequestSkippedEvent.OutputTuple, RequestSkippedEvent.OutputObject>;
      RequestSkipped: TypedContractEvent<RequestSkippedEvent.InputTuple, RequestSkippedEvent.OutputTuple, RequestSkippedEvent.OutputObject>;
    
    };
  }