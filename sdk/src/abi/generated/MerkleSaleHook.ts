/** Made from the contracts by `npm run generate`. */

import type { BaseContract, BigNumberish, BytesLike, FunctionFragment, Result, Interface, EventFragment, AddressLike, ContractRunner, ContractMethod, Listener } from "ethers"
import type { TypedContractEvent, TypedDeferredTopicFilter, TypedEventLog, TypedLogDescription, TypedListener, TypedContractMethod } from "./common.ts"
  
export declare namespace IMerkleSaleHook {
      
    export type SaleListStruct = {crown: AddressLike, endsAt: BigNumberish, kind: BigNumberish, levels: BigNumberish, seated: boolean, root: BytesLike}

    export type SaleListStructOutput = [crown: string, endsAt: bigint, kind: bigint, levels: bigint, seated: boolean, root: string] & {crown: string, endsAt: bigint, kind: bigint, levels: bigint, seated: boolean, root: string }
  
    }

  export interface MerkleSaleHookInterface extends Interface {
    getFunction(nameOrSignature: "EVENTS" | "RIGHTS" | "beforeGrant" | "domainOf" | "isTrustedForwarder" | "listOf" | "opensAt" | "postList" | "trustedForwarder"): FunctionFragment;

    getEvent(nameOrSignatureOrTopic: "ListPosted"): EventFragment;

    encodeFunctionData(functionFragment: 'EVENTS', values?: undefined): string;
encodeFunctionData(functionFragment: 'RIGHTS', values?: undefined): string;
encodeFunctionData(functionFragment: 'beforeGrant', values: [BigNumberish, BigNumberish, BigNumberish, BytesLike, BytesLike[], BytesLike]): string;
encodeFunctionData(functionFragment: 'domainOf', values: [BigNumberish, BigNumberish]): string;
encodeFunctionData(functionFragment: 'isTrustedForwarder', values: [AddressLike]): string;
encodeFunctionData(functionFragment: 'listOf', values: [BigNumberish, BigNumberish]): string;
encodeFunctionData(functionFragment: 'opensAt', values: [BigNumberish, BigNumberish]): string;
encodeFunctionData(functionFragment: 'postList', values: [BigNumberish, BigNumberish, BigNumberish, BigNumberish, BytesLike, BigNumberish]): string;
encodeFunctionData(functionFragment: 'trustedForwarder', values?: undefined): string;

    decodeFunctionResult(functionFragment: 'EVENTS', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'RIGHTS', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'beforeGrant', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'domainOf', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'isTrustedForwarder', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'listOf', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'opensAt', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'postList', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'trustedForwarder', data: BytesLike): Result;
  }

  
    export namespace ListPostedEvent {
      export type InputTuple = [eventId: BigNumberish, classId: BigNumberish, kind: BigNumberish, root: BytesLike, levels: BigNumberish, endsAt: BigNumberish];
      export type OutputTuple = [eventId: bigint, classId: bigint, kind: bigint, root: string, levels: bigint, endsAt: bigint];
      export interface OutputObject {eventId: bigint, classId: bigint, kind: bigint, root: string, levels: bigint, endsAt: bigint };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

  export interface MerkleSaleHook extends BaseContract {
    
    connect(runner?: ContractRunner | null): MerkleSaleHook;
    waitForDeployment(): Promise<this>;

    interface: MerkleSaleHookInterface;

    
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


    
    
    EVENTS: TypedContractMethod<
      [],
      [string],
      'view'
    >
    

    
    RIGHTS: TypedContractMethod<
      [],
      [string],
      'view'
    >
    

    
    beforeGrant: TypedContractMethod<
      [first: BigNumberish, classId: BigNumberish, agentId: BigNumberish, records: BytesLike, tags: BytesLike[], hookData: BytesLike, ],
      [void],
      'nonpayable'
    >
    

    
    domainOf: TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, ],
      [string],
      'view'
    >
    

    
    isTrustedForwarder: TypedContractMethod<
      [forwarder: AddressLike, ],
      [boolean],
      'view'
    >
    

    
    listOf: TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, ],
      [IMerkleSaleHook.SaleListStructOutput],
      'view'
    >
    

    
    opensAt: TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, ],
      [bigint],
      'view'
    >
    

    
    postList: TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, kind: BigNumberish, levels: BigNumberish, crown: BytesLike, endsAt: BigNumberish, ],
      [void],
      'nonpayable'
    >
    

    
    trustedForwarder: TypedContractMethod<
      [],
      [string],
      'view'
    >
    


    getFunction<T extends ContractMethod = ContractMethod>(key: string | FunctionFragment): T;

    getFunction(nameOrSignature: 'EVENTS'): TypedContractMethod<
      [],
      [string],
      'view'
    >;
getFunction(nameOrSignature: 'RIGHTS'): TypedContractMethod<
      [],
      [string],
      'view'
    >;
getFunction(nameOrSignature: 'beforeGrant'): TypedContractMethod<
      [first: BigNumberish, classId: BigNumberish, agentId: BigNumberish, records: BytesLike, tags: BytesLike[], hookData: BytesLike, ],
      [void],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'domainOf'): TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, ],
      [string],
      'view'
    >;
getFunction(nameOrSignature: 'isTrustedForwarder'): TypedContractMethod<
      [forwarder: AddressLike, ],
      [boolean],
      'view'
    >;
getFunction(nameOrSignature: 'listOf'): TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, ],
      [IMerkleSaleHook.SaleListStructOutput],
      'view'
    >;
getFunction(nameOrSignature: 'opensAt'): TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, ],
      [bigint],
      'view'
    >;
getFunction(nameOrSignature: 'postList'): TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, kind: BigNumberish, levels: BigNumberish, crown: BytesLike, endsAt: BigNumberish, ],
      [void],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'trustedForwarder'): TypedContractMethod<
      [],
      [string],
      'view'
    >;

    getEvent(key: 'ListPosted'): TypedContractEvent<ListPostedEvent.InputTuple, ListPostedEvent.OutputTuple, ListPostedEvent.OutputObject>;

    filters: {
      
      'ListPosted(uint32,uint8,uint8,bytes32,uint8,uint40)': TypedContractEvent<ListPostedEvent.InputTuple, ListPostedEvent.OutputTuple, ListPostedEvent.OutputObject>;
      ListPosted: TypedContractEvent<ListPostedEvent.InputTuple, ListPostedEvent.OutputTuple, ListPostedEvent.OutputObject>;
    
    };
  }