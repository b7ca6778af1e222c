/** Made from the contracts by `npm run generate`. */

import type { BaseContract, BigNumberish, BytesLike, FunctionFragment, Result, Interface, EventFragment, AddressLike, ContractRunner, ContractMethod, Listener } from "ethers"
import type { TypedContractEvent, TypedDeferredTopicFilter, TypedEventLog, TypedLogDescription, TypedListener, TypedContractMethod } from "./common.ts"
  
export declare namespace IBallot {
      
    export type TermsStruct = {listUntil: BigNumberish, sealAt: BigNumberish, keepUntil: BigNumberish, firstWindow: BigNumberish, laterWindow: BigNumberish, byHolder: boolean, thenOpen: boolean, attester: AddressLike}

    export type TermsStructOutput = [listUntil: bigint, sealAt: bigint, keepUntil: bigint, firstWindow: bigint, laterWindow: bigint, byHolder: boolean, thenOpen: boolean, attester: string] & {listUntil: bigint, sealAt: bigint, keepUntil: bigint, firstWindow: bigint, laterWindow: bigint, byHolder: boolean, thenOpen: boolean, attester: string }
  

    export type AcceptanceStruct = {agentId: BigNumberish, holder: AddressLike, evidence: BytesLike}

    export type AcceptanceStructOutput = [agentId: bigint, holder: string, evidence: string] & {agentId: bigint, holder: string, evidence: string }
  

    export type DrawStruct = {terms: IBallot.TermsStruct, stage: BigNumberish, round: BigNumberish, seed: BytesLike, rows: BigNumberish, wave: BigNumberish, deadline: BigNumberish, open: BigNumberish, kept: BigNumberish, parties: [BigNumberish, BigNumberish, BigNumberish, BigNumberish], from: [BigNumberish, BigNumberish, BigNumberish, BigNumberish], cutoff: [BigNumberish, BigNumberish, BigNumberish, BigNumberish]}

    export type DrawStructOutput = [terms: IBallot.TermsStructOutput, stage: bigint, round: bigint, seed: string, rows: bigint, wave: bigint, deadline: bigint, open: bigint, kept: bigint, parties: [bigint, bigint, bigint, bigint], from: [bigint, bigint, bigint, bigint], cutoff: [bigint, bigint, bigint, bigint]] & {terms: IBallot.TermsStructOutput, stage: bigint, round: bigint, seed: string, rows: bigint, wave: bigint, deadline: bigint, open: bigint, kept: bigint, parties: [bigint, bigint, bigint, bigint], from: [bigint, bigint, bigint, bigint], cutoff: [bigint, bigint, bigint, bigint] }
  

    export type PlaceStruct = {size: BigNumberish, member: BigNumberish, number: BigNumberish, rank: BigNumberish, isOffered: boolean, isKept: boolean, isTaken: boolean, restored: BigNumberish}

    export type PlaceStructOutput = [size: bigint, member: bigint, number: bigint, rank: bigint, isOffered: boolean, isKept: boolean, isTaken: boolean, restored: bigint] & {size: bigint, member: bigint, number: bigint, rank: bigint, isOffered: boolean, isKept: boolean, isTaken: boolean, restored: bigint }
  
    }

  export interface BallotInterface extends Interface {
    getFunction(nameOrSignature: "BEACON" | "EVENTS" | "RIGHTS" | "accept" | "advance" | "appeal" | "beforeGrant" | "changeAttester" | "drawOf" | "hold" | "isTrustedForwarder" | "keyOf" | "list" | "open" | "opensAt" | "placeOf" | "rankOf" | "restore" | "settle" | "storeOf" | "trustedForwarder"): FunctionFragment;

    getEvent(nameOrSignatureOrTopic: "AcceptRefused" | "DrawAttesterChanged" | "DrawOpened" | "DrawSettled" | "EntrantAppealed" | "EntrantsListed" | "OpenSaleStarted" | "PlaceAccepted" | "PlaceRestored" | "WaveHeld" | "WaveOpened"): EventFragment;

    encodeFunctionData(functionFragment: 'BEACON', values?: undefined): string;
encodeFunctionData(functionFragment: 'EVENTS', values?: undefined): string;
encodeFunctionData(functionFragment: 'RIGHTS', values?: undefined): string;
encodeFunctionData(functionFragment: 'accept', values: [BigNumberish, BigNumberish, IBallot.AcceptanceStruct[]]): string;
encodeFunctionData(functionFragment: 'advance', values: [BigNumberish, BigNumberish, BigNumberish[]]): string;
encodeFunctionData(functionFragment: 'appeal', values: [BigNumberish, BigNumberish, BigNumberish, AddressLike, BytesLike]): string;
encodeFunctionData(functionFragment: 'beforeGrant', values: [BigNumberish, BigNumberish, BigNumberish, BytesLike, BytesLike[], BytesLike]): string;
encodeFunctionData(functionFragment: 'changeAttester', values: [BigNumberish, BigNumberish, AddressLike]): string;
encodeFunctionData(functionFragment: 'drawOf', values: [BigNumberish, BigNumberish]): string;
encodeFunctionData(functionFragment: 'hold', values: [BigNumberish, BigNumberish]): string;
encodeFunctionData(functionFragment: 'isTrustedForwarder', values: [AddressLike]): string;
encodeFunctionData(functionFragment: 'keyOf', values: [AddressLike]): string;
encodeFunctionData(functionFragment: 'list', values: [BigNumberish, BigNumberish, BytesLike]): string;
encodeFunctionData(functionFragment: 'open', values: [BigNumberish, BigNumberish, IBallot.TermsStruct]): string;
encodeFunctionData(functionFragment: 'opensAt', values: [BigNumberish, BigNumberish]): string;
encodeFunctionData(functionFragment: 'placeOf', values: [BigNumberish, BigNumberish, BigNumberish]): string;
encodeFunctionData(functionFragment: 'rankOf', values: [BytesLike, BigNumberish, BigNumberish, BigNumberish]): string;
encodeFunctionData(functionFragment: 'restore', values: [BigNumberish, BigNumberish, BigNumberish]): string;
encodeFunctionData(functionFragment: 'settle', values: [BigNumberish, BigNumberish]): string;
encodeFunctionData(functionFragment: 'storeOf', values: [BigNumberish, BigNumberish, BigNumberish]): string;
encodeFunctionData(functionFragment: 'trustedForwarder', values?: undefined): string;

    decodeFunctionResult(functionFragment: 'BEACON', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'EVENTS', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'RIGHTS', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'accept', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'advance', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'appeal', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'beforeGrant', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'changeAttester', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'drawOf', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'hold', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'isTrustedForwarder', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'keyOf', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'list', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'open', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'opensAt', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'placeOf', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'rankOf', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'restore', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'settle', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'storeOf', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'trustedForwarder', data: BytesLike): Result;
  }

  
    export namespace AcceptRefusedEvent {
      export type InputTuple = [eventId: BigNumberish, classId: BigNumberish, index: BigNumberish, why: BigNumberish];
      export type OutputTuple = [eventId: bigint, classId: bigint, index: bigint, why: bigint];
      export interface OutputObject {eventId: bigint, classId: bigint, index: bigint, why: bigint };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace DrawAttesterChangedEvent {
      export type InputTuple = [eventId: BigNumberish, classId: BigNumberish, attester: AddressLike];
      export type OutputTuple = [eventId: bigint, classId: bigint, attester: string];
      export interface OutputObject {eventId: bigint, classId: bigint, attester: string };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace DrawOpenedEvent {
      export type InputTuple = [eventId: BigNumberish, classId: BigNumberish, terms: IBallot.TermsStruct, round: BigNumberish];
      export type OutputTuple = [eventId: bigint, classId: bigint, terms: IBallot.TermsStructOutput, round: bigint];
      export interface OutputObject {eventId: bigint, classId: bigint, terms: IBallot.TermsStructOutput, round: bigint };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace DrawSettledEvent {
      export type InputTuple = [eventId: BigNumberish, classId: BigNumberish, seed: BytesLike];
      export type OutputTuple = [eventId: bigint, classId: bigint, seed: string];
      export interface OutputObject {eventId: bigint, classId: bigint, seed: string };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace EntrantAppealedEvent {
      export type InputTuple = [eventId: BigNumberish, classId: BigNumberish, key: BigNumberish, number: BigNumberish];
      export type OutputTuple = [eventId: bigint, classId: bigint, key: bigint, number: bigint];
      export interface OutputObject {eventId: bigint, classId: bigint, key: bigint, number: bigint };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace EntrantsListedEvent {
      export type InputTuple = [eventId: BigNumberish, classId: BigNumberish, first: BigNumberish, count: BigNumberish];
      export type OutputTuple = [eventId: bigint, classId: bigint, first: bigint, count: bigint];
      export interface OutputObject {eventId: bigint, classId: bigint, first: bigint, count: bigint };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace OpenSaleStartedEvent {
      export type InputTuple = [eventId: BigNumberish, classId: BigNumberish, places: BigNumberish];
      export type OutputTuple = [eventId: bigint, classId: bigint, places: bigint];
      export interface OutputObject {eventId: bigint, classId: bigint, places: bigint };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace PlaceAcceptedEvent {
      export type InputTuple = [eventId: BigNumberish, classId: BigNumberish, key: BigNumberish, places: BigNumberish];
      export type OutputTuple = [eventId: bigint, classId: bigint, key: bigint, places: bigint];
      export interface OutputObject {eventId: bigint, classId: bigint, key: bigint, places: bigint };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace PlaceRestoredEvent {
      export type InputTuple = [eventId: BigNumberish, classId: BigNumberish, key: BigNumberish, by: AddressLike];
      export type OutputTuple = [eventId: bigint, classId: bigint, key: bigint, by: string];
      export interface OutputObject {eventId: bigint, classId: bigint, key: bigint, by: string };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace WaveHeldEvent {
      export type InputTuple = [eventId: BigNumberish, classId: BigNumberish, deadline: BigNumberish, keepUntil: BigNumberish];
      export type OutputTuple = [eventId: bigint, classId: bigint, deadline: bigint, keepUntil: bigint];
      export interface OutputObject {eventId: bigint, classId: bigint, deadline: bigint, keepUntil: bigint };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace WaveOpenedEvent {
      export type InputTuple = [eventId: BigNumberish, classId: BigNumberish, wave: BigNumberish, deadline: BigNumberish, places: BigNumberish, cutoff: [BigNumberish, BigNumberish, BigNumberish, BigNumberish]];
      export type OutputTuple = [eventId: bigint, classId: bigint, wave: bigint, deadline: bigint, places: bigint, cutoff: [bigint, bigint, bigint, bigint]];
      export interface OutputObject {eventId: bigint, classId: bigint, wave: bigint, deadline: bigint, places: bigint, cutoff: [bigint, bigint, bigint, bigint] };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

  export interface Ballot extends BaseContract {
    
    connect(runner?: ContractRunner | null): Ballot;
    waitForDeployment(): Promise<this>;

    interface: BallotInterface;

    
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


    
    
    BEACON: TypedContractMethod<
      [],
      [string],
      'view'
    >
    

    
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
    

    
    accept: TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, items: IBallot.AcceptanceStruct[], ],
      [bigint],
      'nonpayable'
    >
    

    
    advance: TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, seats: BigNumberish[], ],
      [void],
      'nonpayable'
    >
    

    
    appeal: TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, agentId: BigNumberish, holder: AddressLike, evidence: BytesLike, ],
      [void],
      'nonpayable'
    >
    

    
    beforeGrant: TypedContractMethod<
      [first: BigNumberish, classId: BigNumberish, agentId: BigNumberish, records: BytesLike, tags: BytesLike[], hookData: BytesLike, ],
      [void],
      'nonpayable'
    >
    

    
    changeAttester: TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, attester: AddressLike, ],
      [void],
      'nonpayable'
    >
    

    
    drawOf: TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, ],
      [IBallot.DrawStructOutput],
      'view'
    >
    

    
    hold: TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, ],
      [void],
      'nonpayable'
    >
    

    
    isTrustedForwarder: TypedContractMethod<
      [forwarder: AddressLike, ],
      [boolean],
      'view'
    >
    

    
    keyOf: TypedContractMethod<
      [holder: AddressLike, ],
      [bigint],
      'view'
    >
    

    
    list: TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, rows: BytesLike, ],
      [void],
      'nonpayable'
    >
    

    
    open: TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, terms: IBallot.TermsStruct, ],
      [void],
      'nonpayable'
    >
    

    
    opensAt: TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, ],
      [bigint],
      'view'
    >
    

    
    placeOf: TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, key: BigNumberish, ],
      [IBallot.PlaceStructOutput],
      'view'
    >
    

    
    rankOf: TypedContractMethod<
      [seed: BytesLike, size: BigNumberish, number: BigNumberish, parties: BigNumberish, ],
      [bigint],
      'view'
    >
    

    
    restore: TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, key: BigNumberish, ],
      [void],
      'nonpayable'
    >
    

    
    settle: TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, ],
      [void],
      'nonpayable'
    >
    

    
    storeOf: TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, index: BigNumberish, ],
      [string],
      'view'
    >
    

    
    trustedForwarder: TypedContractMethod<
      [],
      [string],
      'view'
    >
    


    getFunction<T extends ContractMethod = ContractMethod>(key: string | FunctionFragment): T;

    getFunction(nameOrSignature: 'BEACON'): TypedContractMethod<
      [],
      [string],
      'view'
    >;
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
getFunction(nameOrSignature: 'accept'): TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, items: IBallot.AcceptanceStruct[], ],
      [bigint],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'advance'): TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, seats: BigNumberish[], ],
      [void],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'appeal'): TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, agentId: BigNumberish, holder: AddressLike, evidence: BytesLike, ],
      [void],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'beforeGrant'): TypedContractMethod<
      [first: BigNumberish, classId: BigNumberish, agentId: BigNumberish, records: BytesLike, tags: BytesLike[], hookData: BytesLike, ],
      [void],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'changeAttester'): TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, attester: AddressLike, ],
      [void],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'drawOf'): TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, ],
      [IBallot.DrawStructOutput],
      'view'
    >;
getFunction(nameOrSignature: 'hold'): TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, ],
      [void],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'isTrustedForwarder'): TypedContractMethod<
      [forwarder: AddressLike, ],
      [boolean],
      'view'
    >;
getFunction(nameOrSignature: 'keyOf'): TypedContractMethod<
      [holder: AddressLike, ],
      [bigint],
      'view'
    >;
getFunction(nameOrSignature: 'list'): TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, rows: BytesLike, ],
      [void],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'open'): TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, terms: IBallot.TermsStruct, ],
      [void],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'opensAt'): TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, ],
      [bigint],
      'view'
    >;
getFunction(nameOrSignature: 'placeOf'): TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, key: BigNumberish, ],
      [IBallot.PlaceStructOutput],
      'view'
    >;
getFunction(nameOrSignature: 'rankOf'): TypedContractMethod<
      [seed: BytesLike, size: BigNumberish, number: BigNumberish, parties: BigNumberish, ],
      [bigint],
      'view'
    >;
getFunction(nameOrSignature: 'restore'): TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, key: BigNumberish, ],
      [void],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'settle'): TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, ],
      [void],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'storeOf'): TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, index: BigNumberish, ],
      [string],
      'view'
    >;
getFunction(nameOrSignature: 'trustedForwarder'): TypedContractMethod<
      [],
      [string],
      'view'
    >;

    getEvent(key: 'AcceptRefused'): TypedContractEvent<AcceptRefusedEvent.InputTuple, AcceptRefusedEvent.OutputTuple, AcceptRefusedEvent.OutputObject>;
getEvent(key: 'DrawAttesterChanged'): TypedContractEvent<DrawAttesterChangedEvent.InputTuple, DrawAttesterChangedEvent.OutputTuple, DrawAttesterChangedEvent.OutputObject>;
getEvent(key: 'DrawOpened'): TypedContractEvent<DrawOpenedEvent.InputTuple, DrawOpenedEvent.OutputTuple, DrawOpenedEvent.OutputObject>;
getEvent(key: 'DrawSettled'): TypedContractEvent<DrawSettledEvent.InputTuple, DrawSettledEvent.OutputTuple, DrawSettledEvent.OutputObject>;
getEvent(key: 'EntrantAppealed'): TypedContractEvent<EntrantAppealedEvent.InputTuple, EntrantAppealedEvent.OutputTuple, EntrantAppealedEvent.OutputObject>;
getEvent(key: 'EntrantsListed'): TypedContractEvent<EntrantsListedEvent.InputTuple, EntrantsListedEvent.OutputTuple, EntrantsListedEvent.OutputObject>;
getEvent(key: 'OpenSaleStarted'): TypedContractEvent<OpenSaleStartedEvent.InputTuple, OpenSaleStartedEvent.OutputTuple, OpenSaleStartedEvent.OutputObject>;
getEvent(key: 'PlaceAccepted'): TypedContractEvent<PlaceAcceptedEvent.InputTuple, PlaceAcceptedEvent.OutputTuple, PlaceAcceptedEvent.OutputObject>;
getEvent(key: 'PlaceRestored'): TypedContractEvent<PlaceRestoredEvent.InputTuple, PlaceRestoredEvent.OutputTuple, PlaceRestoredEvent.OutputObject>;
getEvent(key: 'WaveHeld'): TypedContractEvent<WaveHeldEvent.InputTuple, WaveHeldEvent.OutputTuple, WaveHeldEvent.OutputObject>;
getEvent(key: 'WaveOpened'): TypedContractEvent<WaveOpenedEvent.InputTuple, WaveOpenedEvent.OutputTuple, WaveOpenedEvent.OutputObject>;

    filters: {
      
      'AcceptRefused(uint32,uint8,uint256,uint8)': TypedContractEvent<AcceptRefusedEvent.InputTuple, AcceptRefusedEvent.OutputTuple, AcceptRefusedEvent.OutputObject>;
      AcceptRefused: TypedContractEvent<AcceptRefusedEvent.InputTuple, AcceptRefusedEvent.OutputTuple, AcceptRefusedEvent.OutputObject>;
    

      'DrawAttesterChanged(uint32,uint8,address)': TypedContractEvent<DrawAttesterChangedEvent.InputTuple, DrawAttesterChangedEvent.OutputTuple, DrawAttesterChangedEvent.OutputObject>;
      DrawAttesterChanged: TypedContractEvent<DrawAttesterChangedEvent.InputTuple, DrawAttesterChangedEvent.OutputTuple, DrawAttesterChangedEvent.OutputObject>;
    

      'DrawOpened(uint32,uint8,tuple,uint64)': TypedContractEvent<DrawOpenedEvent.InputTuple, DrawOpenedEvent.OutputTuple, DrawOpenedEvent.OutputObject>;
      DrawOpened: TypedContractEvent<DrawOpenedEvent.InputTuple, DrawOpenedEvent.OutputTuple, DrawOpenedEvent.OutputObject>;
    

      'DrawSettled(uint32,uint8,bytes32)': TypedContractEvent<DrawSettledEvent.InputTuple, DrawSettledEvent.OutputTuple, DrawSettledEvent.OutputObject>;
      DrawSettled: TypedContractEvent<DrawSettledEvent.InputTuple, DrawSettledEvent.OutputTuple, DrawSettledEvent.OutputObject>;
    

      'EntrantAppealed(uint32,uint8,uint128,uint32)': TypedContractEvent<EntrantAppealedEvent.InputTuple, EntrantAppealedEvent.OutputTuple, EntrantAppealedEvent.OutputObject>;
      EntrantAppealed: TypedContractEvent<EntrantAppealedEvent.InputTuple, EntrantAppealedEvent.OutputTuple, EntrantAppealedEvent.OutputObject>;
    

      'EntrantsListed(uint32,uint8,uint256,uint256)': TypedContractEvent<EntrantsListedEvent.InputTuple, EntrantsListedEvent.OutputTuple, EntrantsListedEvent.OutputObject>;
      EntrantsListed: TypedContractEvent<EntrantsListedEvent.InputTuple, EntrantsListedEvent.OutputTuple, EntrantsListedEvent.OutputObject>;
    

      'OpenSaleStarted(uint32,uint8,uint256)': TypedContractEvent<OpenSaleStartedEvent.InputTuple, OpenSaleStartedEvent.OutputTuple, OpenSaleStartedEvent.OutputObject>;
      OpenSaleStarted: TypedContractEvent<OpenSaleStartedEvent.InputTuple, OpenSaleStartedEvent.OutputTuple, OpenSaleStartedEvent.OutputObject>;
    

      'PlaceAccepted(uint32,uint8,uint128,uint32)': TypedContractEvent<PlaceAcceptedEvent.InputTuple, PlaceAcceptedEvent.OutputTuple, PlaceAcceptedEvent.OutputObject>;
      PlaceAccepted: TypedContractEvent<PlaceAcceptedEvent.InputTuple, PlaceAcceptedEvent.OutputTuple, PlaceAcceptedEvent.OutputObject>;
    

      'PlaceRestored(uint32,uint8,uint128,address)': TypedContractEvent<PlaceRestoredEvent.InputTuple, PlaceRestoredEvent.OutputTuple, PlaceRestoredEvent.OutputObject>;
      PlaceRestored: TypedContractEvent<PlaceRestoredEvent.InputTuple, PlaceRestoredEvent.OutputTuple, PlaceRestoredEvent.OutputObject>;
    

      'WaveHeld(uint32,uint8,uint40,uint40)': TypedContractEvent<WaveHeldEvent.InputTuple, WaveHeldEvent.OutputTuple, WaveHeldEvent.OutputObject>;
      WaveHeld: TypedContractEvent<WaveHeldEvent.InputTuple, WaveHeldEvent.OutputTuple, WaveHeldEvent.OutputObject>;
    

      'WaveOpened(uint32,uint8,uint32,uint40,uint32,uint32[4])': TypedContractEvent<WaveOpenedEvent.InputTuple, WaveOpenedEvent.OutputTuple, WaveOpenedEvent.OutputObject>;
      WaveOpened: TypedContractEvent<WaveOpenedEvent.InputTuple, WaveOpenedEvent.OutputTuple, WaveOpenedEvent.OutputObject>;
    
    };
  }