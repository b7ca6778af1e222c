/** Made from the contracts by `npm run generate`. */

import type { BaseContract, BigNumberish, BytesLike, FunctionFragment, Result, Interface, EventFragment, AddressLike, ContractRunner, ContractMethod, Listener } from "ethers"
import type { TypedContractEvent, TypedDeferredTopicFilter, TypedEventLog, TypedLogDescription, TypedListener, TypedContractMethod } from "./common.ts"
  
export declare namespace IEntryRightRegistry {
      
    export type BatchStruct = {head: BigNumberish, records: BytesLike, statuses: BigNumberish[], rebound: BigNumberish[], holdings: BigNumberish[]}

    export type BatchStructOutput = [head: bigint, records: string, statuses: bigint[], rebound: bigint[], holdings: bigint[]] & {head: bigint, records: string, statuses: bigint[], rebound: bigint[], holdings: bigint[] }
  

    export type SignedReturnStruct = {rightId: BigNumberish, count: BigNumberish, rebinds: BigNumberish, expiresAt: BigNumberish, signature: BytesLike}

    export type SignedReturnStructOutput = [rightId: bigint, count: bigint, rebinds: bigint, expiresAt: bigint, signature: string] & {rightId: bigint, count: bigint, rebinds: bigint, expiresAt: bigint, signature: string }
  

    export type RightStruct = {holder: AddressLike, status: BigNumberish, agentId: BigNumberish, classId: BigNumberish, seat: BigNumberish, named: boolean, reboundAt: BigNumberish, rebinds: BigNumberish}

    export type RightStructOutput = [holder: string, status: bigint, agentId: bigint, classId: bigint, seat: bigint, named: boolean, reboundAt: bigint, rebinds: bigint] & {holder: string, status: bigint, agentId: bigint, classId: bigint, seat: bigint, named: boolean, reboundAt: bigint, rebinds: bigint }
  
    }

  export interface EntryRightRegistryInterface extends Interface {
    getFunction(nameOrSignature: "EVENTS" | "admit" | "admitByHand" | "batchOf" | "batchesOf" | "byHandOf" | "eip712Domain" | "grant" | "isTrustedForwarder" | "nameRight" | "placesOf" | "rebind" | "reopen" | "reopenSeats" | "returnRights" | "revoke" | "rightOf" | "rightsOfPerson" | "seatOf" | "trustedForwarder" | "usedBy"): FunctionFragment;

    getEvent(nameOrSignatureOrTopic: "AdmissionRefused" | "Admitted" | "AdmittedByHand" | "AdmittedInPart" | "AlreadyAdmitted" | "Contested" | "EIP712DomainChanged" | "GrantRefused" | "PersonsTagged" | "PlacesReopened" | "ReturnRefused" | "RevocationRefused" | "RightNamed" | "RightRebound" | "RightReturned" | "RightRevoked" | "RightsGranted" | "SeatsReopened"): EventFragment;

    encodeFunctionData(functionFragment: 'EVENTS', values?: undefined): string;
encodeFunctionData(functionFragment: 'admit', values: [BigNumberish, BigNumberish[], BytesLike]): string;
encodeFunctionData(functionFragment: 'admitByHand', values: [BigNumberish, BigNumberish[], BigNumberish, BytesLike]): string;
encodeFunctionData(functionFragment: 'batchOf', values: [BigNumberish, BigNumberish]): string;
encodeFunctionData(functionFragment: 'batchesOf', values: [BigNumberish]): string;
encodeFunctionData(functionFragment: 'byHandOf', values: [BigNumberish, AddressLike]): string;
encodeFunctionData(functionFragment: 'eip712Domain', values?: undefined): string;
encodeFunctionData(functionFragment: 'grant', values: [BigNumberish, BigNumberish, BigNumberish, BytesLike, BytesLike[], BytesLike, BigNumberish]): string;
encodeFunctionData(functionFragment: 'isTrustedForwarder', values: [AddressLike]): string;
encodeFunctionData(functionFragment: 'nameRight', values: [BigNumberish, AddressLike, BytesLike]): string;
encodeFunctionData(functionFragment: 'placesOf', values: [BigNumberish, BigNumberish]): string;
encodeFunctionData(functionFragment: 'rebind', values: [BigNumberish, AddressLike, BytesLike]): string;
encodeFunctionData(functionFragment: 'reopen', values: [BigNumberish, BigNumberish, BigNumberish]): string;
encodeFunctionData(functionFragment: 'reopenSeats', values: [BigNumberish, BigNumberish, BigNumberish[]]): string;
encodeFunctionData(functionFragment: 'returnRights', values: [IEntryRightRegistry.SignedReturnStruct[]]): string;
encodeFunctionData(functionFragment: 'revoke', values: [BigNumberish[], BytesLike]): string;
encodeFunctionData(functionFragment: 'rightOf', values: [BigNumberish]): string;
encodeFunctionData(functionFragment: 'rightsOfPerson', values: [BigNumberish, BytesLike]): string;
encodeFunctionData(functionFragment: 'seatOf', values: [BigNumberish, BigNumberish, BigNumberish]): string;
encodeFunctionData(functionFragment: 'trustedForwarder', values?: undefined): string;
encodeFunctionData(functionFragment: 'usedBy', values: [BigNumberish, BigNumberish, BigNumberish]): string;

    decodeFunctionResult(functionFragment: 'EVENTS', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'admit', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'admitByHand', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'batchOf', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'batchesOf', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'byHandOf', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'eip712Domain', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'grant', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'isTrustedForwarder', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'nameRight', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'placesOf', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'rebind', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'reopen', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'reopenSeats', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'returnRights', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'revoke', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'rightOf', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'rightsOfPerson', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'seatOf', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'trustedForwarder', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'usedBy', data: BytesLike): Result;
  }

  
    export namespace AdmissionRefusedEvent {
      export type InputTuple = [eventId: BigNumberish, gate: AddressLike, rightId: BigNumberish, why: BigNumberish];
      export type OutputTuple = [eventId: bigint, gate: string, rightId: bigint, why: bigint];
      export interface OutputObject {eventId: bigint, gate: string, rightId: bigint, why: bigint };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace AdmittedEvent {
      export type InputTuple = [eventId: BigNumberish, gate: AddressLike, entry: BigNumberish];
      export type OutputTuple = [eventId: bigint, gate: string, entry: bigint];
      export interface OutputObject {eventId: bigint, gate: string, entry: bigint };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace AdmittedByHandEvent {
      export type InputTuple = [eventId: BigNumberish, gate: AddressLike, rightId: BigNumberish, scannedAt: BigNumberish, reason: BytesLike];
      export type OutputTuple = [eventId: bigint, gate: string, rightId: bigint, scannedAt: bigint, reason: string];
      export interface OutputObject {eventId: bigint, gate: string, rightId: bigint, scannedAt: bigint, reason: string };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace AdmittedInPartEvent {
      export type InputTuple = [eventId: BigNumberish, gate: AddressLike, entry: BigNumberish, admitted: BigNumberish];
      export type OutputTuple = [eventId: bigint, gate: string, entry: bigint, admitted: bigint];
      export interface OutputObject {eventId: bigint, gate: string, entry: bigint, admitted: bigint };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace AlreadyAdmittedEvent {
      export type InputTuple = [eventId: BigNumberish, gate: AddressLike, rightId: BigNumberish, entry: BigNumberish];
      export type OutputTuple = [eventId: bigint, gate: string, rightId: bigint, entry: bigint];
      export interface OutputObject {eventId: bigint, gate: string, rightId: bigint, entry: bigint };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace ContestedEvent {
      export type InputTuple = [eventId: BigNumberish, gate: AddressLike, rightId: BigNumberish, entry: BigNumberish];
      export type OutputTuple = [eventId: bigint, gate: string, rightId: bigint, entry: bigint];
      export interface OutputObject {eventId: bigint, gate: string, rightId: bigint, entry: bigint };
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

  

    export namespace GrantRefusedEvent {
      export type InputTuple = [rightId: BigNumberish, why: BigNumberish];
      export type OutputTuple = [rightId: bigint, why: bigint];
      export interface OutputObject {rightId: bigint, why: bigint };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace PersonsTaggedEvent {
      export type InputTuple = [first: BigNumberish, tags: BytesLike[]];
      export type OutputTuple = [first: bigint, tags: string[]];
      export interface OutputObject {first: bigint, tags: string[] };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace PlacesReopenedEvent {
      export type InputTuple = [eventId: BigNumberish, classId: BigNumberish, by: AddressLike, places: BigNumberish];
      export type OutputTuple = [eventId: bigint, classId: bigint, by: string, places: bigint];
      export interface OutputObject {eventId: bigint, classId: bigint, by: string, places: bigint };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace ReturnRefusedEvent {
      export type InputTuple = [eventId: BigNumberish, rightId: BigNumberish, why: BigNumberish];
      export type OutputTuple = [eventId: bigint, rightId: bigint, why: bigint];
      export interface OutputObject {eventId: bigint, rightId: bigint, why: bigint };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace RevocationRefusedEvent {
      export type InputTuple = [eventId: BigNumberish, rightId: BigNumberish, why: BigNumberish];
      export type OutputTuple = [eventId: bigint, rightId: bigint, why: bigint];
      export interface OutputObject {eventId: bigint, rightId: bigint, why: bigint };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace RightNamedEvent {
      export type InputTuple = [eventId: BigNumberish, rightId: BigNumberish, holder: AddressLike, rebinds: BigNumberish, tag: BytesLike];
      export type OutputTuple = [eventId: bigint, rightId: bigint, holder: string, rebinds: bigint, tag: string];
      export interface OutputObject {eventId: bigint, rightId: bigint, holder: string, rebinds: bigint, tag: string };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace RightReboundEvent {
      export type InputTuple = [eventId: BigNumberish, by: AddressLike, rightId: BigNumberish, holder: AddressLike, rebinds: BigNumberish];
      export type OutputTuple = [eventId: bigint, by: string, rightId: bigint, holder: string, rebinds: bigint];
      export interface OutputObject {eventId: bigint, by: string, rightId: bigint, holder: string, rebinds: bigint };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace RightReturnedEvent {
      export type InputTuple = [eventId: BigNumberish, rightId: BigNumberish];
      export type OutputTuple = [eventId: bigint, rightId: bigint];
      export interface OutputObject {eventId: bigint, rightId: bigint };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace RightRevokedEvent {
      export type InputTuple = [eventId: BigNumberish, by: AddressLike, rightId: BigNumberish, reason: BytesLike];
      export type OutputTuple = [eventId: bigint, by: string, rightId: bigint, reason: string];
      export interface OutputObject {eventId: bigint, by: string, rightId: bigint, reason: string };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace RightsGrantedEvent {
      export type InputTuple = [eventId: BigNumberish, agentId: BigNumberish, first: BigNumberish, head: BigNumberish, records: BytesLike];
      export type OutputTuple = [eventId: bigint, agentId: bigint, first: bigint, head: bigint, records: string];
      export interface OutputObject {eventId: bigint, agentId: bigint, first: bigint, head: bigint, records: string };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace SeatsReopenedEvent {
      export type InputTuple = [eventId: BigNumberish, classId: BigNumberish, by: AddressLike, seats: BigNumberish[]];
      export type OutputTuple = [eventId: bigint, classId: bigint, by: string, seats: bigint[]];
      export interface OutputObject {eventId: bigint, classId: bigint, by: string, seats: bigint[] };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

  export interface EntryRightRegistry extends BaseContract {
    
    connect(runner?: ContractRunner | null): EntryRightRegistry;
    waitForDeployment(): Promise<this>;

    interface: EntryRightRegistryInterface;

    
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
    

    
    admit: TypedContractMethod<
      [eventId: BigNumberish, entries: BigNumberish[], signatures: BytesLike, ],
      [void],
      'nonpayable'
    >
    

    
    admitByHand: TypedContractMethod<
      [eventId: BigNumberish, rights: BigNumberish[], scannedAt: BigNumberish, reason: BytesLike, ],
      [void],
      'nonpayable'
    >
    

    
    batchOf: TypedContractMethod<
      [eventId: BigNumberish, batch: BigNumberish, ],
      [IEntryRightRegistry.BatchStructOutput],
      'view'
    >
    

    
    batchesOf: TypedContractMethod<
      [eventId: BigNumberish, ],
      [bigint],
      'view'
    >
    

    
    byHandOf: TypedContractMethod<
      [eventId: BigNumberish, gate: AddressLike, ],
      [bigint],
      'view'
    >
    

    
    eip712Domain: TypedContractMethod<
      [],
      [[string, string, string, bigint, string, string, bigint[]] & {fields: string, name: string, version: string, chainId: bigint, verifyingContract: string, salt: string, extensions: bigint[] }],
      'view'
    >
    

    
    grant: TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, agentId: BigNumberish, records: BytesLike, evidence: BytesLike[], hookData: BytesLike, minLive: BigNumberish, ],
      [[bigint, bigint] & {first: bigint, live: bigint }],
      'nonpayable'
    >
    

    
    isTrustedForwarder: TypedContractMethod<
      [forwarder: AddressLike, ],
      [boolean],
      'view'
    >
    

    
    nameRight: TypedContractMethod<
      [rightId: BigNumberish, holder: AddressLike, evidence: BytesLike, ],
      [void],
      'nonpayable'
    >
    

    
    placesOf: TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, ],
      [[bigint, bigint] & {granted: bigint, freed: bigint }],
      'view'
    >
    

    
    rebind: TypedContractMethod<
      [rightId: BigNumberish, newHolder: AddressLike, proof: BytesLike, ],
      [void],
      'nonpayable'
    >
    

    
    reopen: TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, places: BigNumberish, ],
      [void],
      'nonpayable'
    >
    

    
    reopenSeats: TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, seats: BigNumberish[], ],
      [void],
      'nonpayable'
    >
    

    
    returnRights: TypedContractMethod<
      [returns_: IEntryRightRegistry.SignedReturnStruct[], ],
      [void],
      'nonpayable'
    >
    

    
    revoke: TypedContractMethod<
      [rights: BigNumberish[], reason: BytesLike, ],
      [void],
      'nonpayable'
    >
    

    
    rightOf: TypedContractMethod<
      [rightId: BigNumberish, ],
      [IEntryRightRegistry.RightStructOutput],
      'view'
    >
    

    
    rightsOfPerson: TypedContractMethod<
      [scopeEvent: BigNumberish, tag: BytesLike, ],
      [[bigint, bigint, bigint]],
      'view'
    >
    

    
    seatOf: TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, seat: BigNumberish, ],
      [[boolean, boolean] & {held: boolean, freed: boolean }],
      'view'
    >
    

    
    trustedForwarder: TypedContractMethod<
      [],
      [string],
      'view'
    >
    

    
    usedBy: TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, agentId: BigNumberish, ],
      [bigint],
      'view'
    >
    


    getFunction<T extends ContractMethod = ContractMethod>(key: string | FunctionFragment): T;

    getFunction(nameOrSignature: 'EVENTS'): TypedContractMethod<
      [],
      [string],
      'view'
    >;
getFunction(nameOrSignature: 'admit'): TypedContractMethod<
      [eventId: BigNumberish, entries: BigNumberish[], signatures: BytesLike, ],
      [void],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'admitByHand'): TypedContractMethod<
      [eventId: BigNumberish, rights: BigNumberish[], scannedAt: BigNumberish, reason: BytesLike, ],
      [void],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'batchOf'): TypedContractMethod<
      [eventId: BigNumberish, batch: BigNumberish, ],
      [IEntryRightRegistry.BatchStructOutput],
      'view'
    >;
getFunction(nameOrSignature: 'batchesOf'): TypedContractMethod<
      [eventId: BigNumberish, ],
      [bigint],
      'view'
    >;
getFunction(nameOrSignature: 'byHandOf'): TypedContractMethod<
      [eventId: BigNumberish, gate: AddressLike, ],
      [bigint],
      'view'
    >;
getFunction(nameOrSignature: 'eip712Domain'): TypedContractMethod<
      [],
      [[string, string, string, bigint, string, string, bigint[]] & {fields: string, name: string, version: string, chainId: bigint, verifyingContract: string, salt: string, extensions: bigint[] }],
      'view'
    >;
getFunction(nameOrSignature: 'grant'): TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, agentId: BigNumberish, records: BytesLike, evidence: BytesLike[], hookData: BytesLike, minLive: BigNumberish, ],
      [[bigint, bigint] & {first: bigint, live: bigint }],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'isTrustedForwarder'): TypedContractMethod<
      [forwarder: AddressLike, ],
      [boolean],
      'view'
    >;
getFunction(nameOrSignature: 'nameRight'): TypedContractMethod<
      [rightId: BigNumberish, holder: AddressLike, evidence: BytesLike, ],
      [void],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'placesOf'): TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, ],
      [[bigint, bigint] & {granted: bigint, freed: bigint }],
      'view'
    >;
getFunction(nameOrSignature: 'rebind'): TypedContractMethod<
      [rightId: BigNumberish, newHolder: AddressLike, proof: BytesLike, ],
      [void],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'reopen'): TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, places: BigNumberish, ],
      [void],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'reopenSeats'): TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, seats: BigNumberish[], ],
      [void],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'returnRights'): TypedContractMethod<
      [returns_: IEntryRightRegistry.SignedReturnStruct[], ],
      [void],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'revoke'): TypedContractMethod<
      [rights: BigNumberish[], reason: BytesLike, ],
      [void],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'rightOf'): TypedContractMethod<
      [rightId: BigNumberish, ],
      [IEntryRightRegistry.RightStructOutput],
      'view'
    >;
getFunction(nameOrSignature: 'rightsOfPerson'): TypedContractMethod<
      [scopeEvent: BigNumberish, tag: BytesLike, ],
      [[bigint, bigint, bigint]],
      'view'
    >;
getFunction(nameOrSignature: 'seatOf'): TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, seat: BigNumberish, ],
      [[boolean, boolean] & {held: boolean, freed: boolean }],
      'view'
    >;
getFunction(nameOrSignature: 'trustedForwarder'): TypedContractMethod<
      [],
      [string],
      'view'
    >;
getFunction(nameOrSignature: 'usedBy'): TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, agentId: BigNumberish, ],
      [bigint],
      'view'
    >;

    getEvent(key: 'AdmissionRefused'): TypedContractEvent<AdmissionRefusedEvent.InputTuple, AdmissionRefusedEvent.OutputTuple, AdmissionRefusedEvent.OutputObject>;
getEvent(key: 'Admitted'): TypedContractEvent<AdmittedEvent.InputTuple, AdmittedEvent.OutputTuple, AdmittedEvent.OutputObject>;
getEvent(key: 'AdmittedByHand'): TypedContractEvent<AdmittedByHandEvent.InputTuple, AdmittedByHandEvent.OutputTuple, AdmittedByHandEvent.OutputObject>;
getEvent(key: 'AdmittedInPart'): TypedContractEvent<AdmittedInPartEvent.InputTuple, AdmittedInPartEvent.OutputTuple, AdmittedInPartEvent.OutputObject>;
getEvent(key: 'AlreadyAdmitted'): TypedContractEvent<AlreadyAdmittedEvent.InputTuple, AlreadyAdmittedEvent.OutputTuple, AlreadyAdmittedEvent.OutputObject>;
getEvent(key: 'Contested'): TypedContractEvent<ContestedEvent.InputTuple, ContestedEvent.OutputTuple, ContestedEvent.OutputObject>;
getEvent(key: 'EIP712DomainChanged'): TypedContractEvent<EIP712DomainChangedEvent.InputTuple, EIP712DomainChangedEvent.OutputTuple, EIP712DomainChangedEvent.OutputObject>;
getEvent(key: 'GrantRefused'): TypedContractEvent<GrantRefusedEvent.InputTuple, GrantRefusedEvent.OutputTuple, GrantRefusedEvent.OutputObject>;
getEvent(key: 'PersonsTagged'): TypedContractEvent<PersonsTaggedEvent.InputTuple, PersonsTaggedEvent.OutputTuple, PersonsTaggedEvent.OutputObject>;
getEvent(key: 'PlacesReopened'): TypedContractEvent<PlacesReopenedEvent.InputTuple, PlacesReopenedEvent.OutputTuple, PlacesReopenedEvent.OutputObject>;
getEvent(key: 'ReturnRefused'): TypedContractEvent<ReturnRefusedEvent.InputTuple, ReturnRefusedEvent.OutputTuple, ReturnRefusedEvent.OutputObject>;
getEvent(key: 'RevocationRefused'): TypedContractEvent<RevocationRefusedEvent.InputTuple, RevocationRefusedEvent.OutputTuple, RevocationRefusedEvent.OutputObject>;
getEvent(key: 'RightNamed'): TypedContractEvent<RightNamedEvent.InputTuple, RightNamedEvent.OutputTuple, RightNamedEvent.OutputObject>;
getEvent(key: 'RightRebound'): TypedContractEvent<RightReboundEvent.InputTuple, RightReboundEvent.OutputTuple, RightReboundEvent.OutputObject>;
getEvent(key: 'RightReturned'): TypedContractEvent<RightReturnedEvent.InputTuple, RightReturnedEvent.OutputTuple, RightReturnedEvent.OutputObject>;
getEvent(key: 'RightRevoked'): TypedContractEvent<RightRevokedEvent.InputTuple, RightRevokedEvent.OutputTuple, RightRevokedEvent.OutputObject>;
getEvent(key: 'RightsGranted'): TypedContractEvent<RightsGrantedEvent.InputTuple, RightsGrantedEvent.OutputTuple, RightsGrantedEvent.OutputObject>;
getEvent(key: 'SeatsReopened'): TypedContractEvent<SeatsReopenedEvent.InputTuple, SeatsReopenedEvent.OutputTuple, SeatsReopenedEvent.OutputObject>;

    filters: {
      
      'AdmissionRefused(uint32,address,uint64,uint8)': TypedContractEvent<AdmissionRefusedEvent.InputTuple, AdmissionRefusedEvent.OutputTuple, AdmissionRefusedEvent.OutputObject>;
      AdmissionRefused: TypedContractEvent<AdmissionRefusedEvent.InputTuple, AdmissionRefusedEvent.OutputTuple, AdmissionRefusedEvent.OutputObject>;
    

      'Admitted(uint32,address,uint256)': TypedContractEvent<AdmittedEvent.InputTuple, AdmittedEvent.OutputTuple, AdmittedEvent.OutputObject>;
      Admitted: TypedContractEvent<AdmittedEvent.InputTuple, AdmittedEvent.OutputTuple, AdmittedEvent.OutputObject>;
    

      'AdmittedByHand(uint32,address,uint64,uint40,bytes32)': TypedContractEvent<AdmittedByHandEvent.InputTuple, AdmittedByHandEvent.OutputTuple, AdmittedByHandEvent.OutputObject>;
      AdmittedByHand: TypedContractEvent<AdmittedByHandEvent.InputTuple, AdmittedByHandEvent.OutputTuple, AdmittedByHandEvent.OutputObject>;
    

      'AdmittedInPart(uint32,address,uint256,uint8)': TypedContractEvent<AdmittedInPartEvent.InputTuple, AdmittedInPartEvent.OutputTuple, AdmittedInPartEvent.OutputObject>;
      AdmittedInPart: TypedContractEvent<AdmittedInPartEvent.InputTuple, AdmittedInPartEvent.OutputTuple, AdmittedInPartEvent.OutputObject>;
    

      'AlreadyAdmitted(uint32,address,uint64,uint256)': TypedContractEvent<AlreadyAdmittedEvent.InputTuple, AlreadyAdmittedEvent.OutputTuple, AlreadyAdmittedEvent.OutputObject>;
      AlreadyAdmitted: TypedContractEvent<AlreadyAdmittedEvent.InputTuple, AlreadyAdmittedEvent.OutputTuple, AlreadyAdmittedEvent.OutputObject>;
    

      'Contested(uint32,address,uint64,uint256)': TypedContractEvent<ContestedEvent.InputTuple, ContestedEvent.OutputTuple, ContestedEvent.OutputObject>;
      Contested: TypedContractEvent<ContestedEvent.InputTuple, ContestedEvent.OutputTuple, ContestedEvent.OutputObject>;
    

      'EIP712DomainChanged()': TypedContractEvent<EIP712DomainChangedEvent.InputTuple, EIP712DomainChangedEvent.OutputTuple, EIP712DomainChangedEvent.OutputObject>;
      EIP712DomainChanged: TypedContractEvent<EIP712DomainChangedEvent.InputTuple, EIP712DomainChangedEvent.OutputTuple, EIP712DomainChangedEvent.OutputObject>;
    

      'GrantRefused(uint64,uint8)': TypedContractEvent<GrantRefusedEvent.InputTuple, GrantRefusedEvent.OutputTuple, GrantRefusedEvent.OutputObject>;
      GrantRefused: TypedContractEvent<GrantRefusedEvent.InputTuple, GrantRefusedEvent.OutputTuple, GrantRefusedEvent.OutputObject>;
    

      'PersonsTagged(uint64,bytes32[])': TypedContractEvent<PersonsTaggedEvent.InputTuple, PersonsTaggedEvent.OutputTuple, PersonsTaggedEvent.OutputObject>;
      PersonsTagged: TypedContractEvent<PersonsTaggedEvent.InputTuple, PersonsTaggedEvent.OutputTuple, PersonsTaggedEvent.OutputObject>;
    

      'PlacesReopened(uint32,uint8,address,uint32)': TypedContractEvent<PlacesReopenedEvent.InputTuple, PlacesReopenedEvent.OutputTuple, PlacesReopenedEvent.OutputObject>;
      PlacesReopened: TypedContractEvent<PlacesReopenedEvent.InputTuple, PlacesReopenedEvent.OutputTuple, PlacesReopenedEvent.OutputObject>;
    

      'ReturnRefused(uint32,uint64,uint8)': TypedContractEvent<ReturnRefusedEvent.InputTuple, ReturnRefusedEvent.OutputTuple, ReturnRefusedEvent.OutputObject>;
      ReturnRefused: TypedContractEvent<ReturnRefusedEvent.InputTuple, ReturnRefusedEvent.OutputTuple, ReturnRefusedEvent.OutputObject>;
    

      'RevocationRefused(uint32,uint64,uint8)': TypedContractEvent<RevocationRefusedEvent.InputTuple, RevocationRefusedEvent.OutputTuple, RevocationRefusedEvent.OutputObject>;
      RevocationRefused: TypedContractEvent<RevocationRefusedEvent.InputTuple, RevocationRefusedEvent.OutputTuple, RevocationRefusedEvent.OutputObject>;
    

      'RightNamed(uint32,uint64,address,uint8,bytes32)': TypedContractEvent<RightNamedEvent.InputTuple, RightNamedEvent.OutputTuple, RightNamedEvent.OutputObject>;
      RightNamed: TypedContractEvent<RightNamedEvent.InputTuple, RightNamedEvent.OutputTuple, RightNamedEvent.OutputObject>;
    

      'RightRebound(uint32,address,uint64,address,uint8)': TypedContractEvent<RightReboundEvent.InputTuple, RightReboundEvent.OutputTuple, RightReboundEvent.OutputObject>;
      RightRebound: TypedContractEvent<RightReboundEvent.InputTuple, RightReboundEvent.OutputTuple, RightReboundEvent.OutputObject>;
    

      'RightReturned(uint32,uint64)': TypedContractEvent<RightReturnedEvent.InputTuple, RightReturnedEvent.OutputTuple, RightReturnedEvent.OutputObject>;
      RightReturned: TypedContractEvent<RightReturnedEvent.InputTuple, RightReturnedEvent.OutputTuple, RightReturnedEvent.OutputObject>;
    

      'RightRevoked(uint32,address,uint64,bytes32)': TypedContractEvent<RightRevokedEvent.InputTuple, RightRevokedEvent.OutputTuple, RightRevokedEvent.OutputObject>;
      RightRevoked: TypedContractEvent<RightRevokedEvent.InputTuple, RightRevokedEvent.OutputTuple, RightRevokedEvent.OutputObject>;
    

      'RightsGranted(uint32,uint32,uint64,uint256,bytes)': TypedContractEvent<RightsGrantedEvent.InputTuple, RightsGrantedEvent.OutputTuple, RightsGrantedEvent.OutputObject>;
      RightsGranted: TypedContractEvent<RightsGrantedEvent.InputTuple, RightsGrantedEvent.OutputTuple, RightsGrantedEvent.OutputObject>;
    

      'SeatsReopened(uint32,uint8,address,uint24[])': TypedContractEvent<SeatsReopenedEvent.InputTuple, SeatsReopenedEvent.OutputTuple, SeatsReopenedEvent.OutputObject>;
      SeatsReopened: TypedContractEvent<SeatsReopenedEvent.InputTuple, SeatsReopenedEvent.OutputTuple, SeatsReopenedEvent.OutputObject>;
    
    };
  }