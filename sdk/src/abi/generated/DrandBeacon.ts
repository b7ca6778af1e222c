/** Made from the contracts by `npm run generate`. */

import type { BaseContract, BigNumberish, BytesLike, FunctionFragment, Result, Interface, EventFragment, ContractRunner, ContractMethod, Listener } from "ethers"
import type { TypedContractEvent, TypedDeferredTopicFilter, TypedEventLog, TypedLogDescription, TypedListener, TypedContractMethod } from "./common.ts"
  

  export interface DrandBeaconInterface extends Interface {
    getFunction(nameOrSignature: "GENESIS" | "PERIOD" | "prove" | "publicKey" | "randomness" | "roundAfter"): FunctionFragment;

    getEvent(nameOrSignatureOrTopic: "RoundProven"): EventFragment;

    encodeFunctionData(functionFragment: 'GENESIS', values?: undefined): string;
encodeFunctionData(functionFragment: 'PERIOD', values?: undefined): string;
encodeFunctionData(functionFragment: 'prove', values: [BigNumberish, BytesLike]): string;
encodeFunctionData(functionFragment: 'publicKey', values?: undefined): string;
encodeFunctionData(functionFragment: 'randomness', values: [BigNumberish]): string;
encodeFunctionData(functionFragment: 'roundAfter', values: [BigNumberish]): string;

    decodeFunctionResult(functionFragment: 'GENESIS', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'PERIOD', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'prove', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'publicKey', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'randomness', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'roundAfter', data: BytesLike): Result;
  }

  
    export namespace RoundProvenEvent {
      export type InputTuple = [round: BigNumberish, randomness: BytesLike];
      export type OutputTuple = [round: bigint, randomness: string];
      export interface OutputObject {round: bigint, randomness: string };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

  export interface DrandBeacon extends BaseContract {
    
    connect(runner?: ContractRunner | null): DrandBeacon;
    waitForDeployment(): Promise<this>;

    interface: DrandBeaconInterface;

    
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


    
    
    GENESIS: TypedContractMethod<
      [],
      [bigint],
      'view'
    >
    

    
    PERIOD: TypedContractMethod<
      [],
      [bigint],
      'view'
    >
    

    
    prove: TypedContractMethod<
      [round: BigNumberish, signature: BytesLike, ],
      [string],
      'nonpayable'
    >
    

    
    publicKey: TypedContractMethod<
      [],
      [string],
      'view'
    >
    

    
    randomness: TypedContractMethod<
      [round: BigNumberish, ],
      [string],
      'view'
    >
    

    
    roundAfter: TypedContractMethod<
      [time: BigNumberish, ],
      [bigint],
      'view'
    >
    


    getFunction<T extends ContractMethod = ContractMethod>(key: string | FunctionFragment): T;

    getFunction(nameOrSignature: 'GENESIS'): TypedContractMethod<
      [],
      [bigint],
      'view'
    >;
getFunction(nameOrSignature: 'PERIOD'): TypedContractMethod<
      [],
      [bigint],
      'view'
    >;
getFunction(nameOrSignature: 'prove'): TypedContractMethod<
      [round: BigNumberish, signature: BytesLike, ],
      [string],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'publicKey'): TypedContractMethod<
      [],
      [string],
      'view'
    >;
getFunction(nameOrSignature: 'randomness'): TypedContractMethod<
      [round: BigNumberish, ],
      [string],
      'view'
    >;
getFunction(nameOrSignature: 'roundAfter'): TypedContractMethod<
      [time: BigNumberish, ],
      [bigint],
      'view'
    >;

    getEvent(key: 'RoundProven'): TypedContractEvent<RoundProvenEvent.InputTuple, RoundProvenEvent.OutputTuple, RoundProvenEvent.OutputObject>;

    filters: {
      
      'RoundProven(uint64,bytes32)': TypedContractEvent<RoundProvenEvent.InputTuple, RoundProvenEvent.OutputTuple, RoundProvenEvent.OutputObject>;
      RoundProven: TypedContractEvent<RoundProvenEvent.InputTuple, RoundProvenEvent.OutputTuple, RoundProvenEvent.OutputObject>;
    
    };
  }