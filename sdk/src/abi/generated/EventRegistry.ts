/** Made from the contracts by `npm run generate`. */

import type { BaseContract, BigNumberish, BytesLike, FunctionFragment, Result, Interface, EventFragment, AddressLike, ContractRunner, ContractMethod, Listener } from "ethers"
import type { TypedContractEvent, TypedDeferredTopicFilter, TypedEventLog, TypedLogDescription, TypedListener, TypedContractMethod } from "./common.ts"
  
export declare namespace IEventRegistry {
      
    export type ScheduleStruct = {salesOpenAt: BigNumberish, salesCloseAt: BigNumberish, doorsOpenAt: BigNumberish, doorsCloseAt: BigNumberish, returnUntil: BigNumberish, rebindUntil: BigNumberish, nameBy: BigNumberish}

    export type ScheduleStructOutput = [salesOpenAt: bigint, salesCloseAt: bigint, doorsOpenAt: bigint, doorsCloseAt: bigint, returnUntil: bigint, rebindUntil: bigint, nameBy: bigint] & {salesOpenAt: bigint, salesCloseAt: bigint, doorsOpenAt: bigint, doorsCloseAt: bigint, returnUntil: bigint, rebindUntil: bigint, nameBy: bigint }
  

    export type PolicyStruct = {identityVerifier: AddressLike, scope: BigNumberish, maxPerPerson: BigNumberish, maxRebinds: BigNumberish, minPublicBps: BigNumberish}

    export type PolicyStructOutput = [identityVerifier: string, scope: bigint, maxPerPerson: bigint, maxRebinds: bigint, minPublicBps: bigint] & {identityVerifier: string, scope: bigint, maxPerPerson: bigint, maxRebinds: bigint, minPublicBps: bigint }
  

    export type EventTermsStruct = {name: string, uri: string, documentHash: BytesLike, schedule: IEventRegistry.ScheduleStruct, policy: IEventRegistry.PolicyStruct}

    export type EventTermsStructOutput = [name: string, uri: string, documentHash: string, schedule: IEventRegistry.ScheduleStructOutput, policy: IEventRegistry.PolicyStructOutput] & {name: string, uri: string, documentHash: string, schedule: IEventRegistry.ScheduleStructOutput, policy: IEventRegistry.PolicyStructOutput }
  

    export type ClassTermsStruct = {name: string, supply: BigNumberish, reserved: boolean, seated: boolean, named: boolean, saleHook: AddressLike}

    export type ClassTermsStructOutput = [name: string, supply: bigint, reserved: boolean, seated: boolean, named: boolean, saleHook: string] & {name: string, supply: bigint, reserved: boolean, seated: boolean, named: boolean, saleHook: string }
  

    export type ChangeTermsStruct = {doorsOpenAt: BigNumberish, returnUntil: BigNumberish, rebindUntil: BigNumberish, nameBy: BigNumberish, maxRebinds: BigNumberish, maxPerPerson: BigNumberish, scope: BigNumberish, identityVerifier: AddressLike}

    export type ChangeTermsStructOutput = [doorsOpenAt: bigint, returnUntil: bigint, rebindUntil: bigint, nameBy: bigint, maxRebinds: bigint, maxPerPerson: bigint, scope: bigint, identityVerifier: string] & {doorsOpenAt: bigint, returnUntil: bigint, rebindUntil: bigint, nameBy: bigint, maxRebinds: bigint, maxPerPerson: bigint, scope: bigint, identityVerifier: string }
  

    export type ClassStruct = {saleHook: AddressLike, supply: BigNumberish, reserved: boolean, seated: boolean, named: boolean}

    export type ClassStructOutput = [saleHook: string, supply: bigint, reserved: boolean, seated: boolean, named: boolean] & {saleHook: string, supply: bigint, reserved: boolean, seated: boolean, named: boolean }
  

    export type DesignationStruct = {quota: BigNumberish, parent: BigNumberish, status: BigNumberish}

    export type DesignationStructOutput = [quota: bigint, parent: bigint, status: bigint] & {quota: bigint, parent: bigint, status: bigint }
  

    export type EventStruct = {organizerId: BigNumberish, salesOpenAt: BigNumberish, salesCloseAt: BigNumberish, doorsOpenAt: BigNumberish, doorsCloseAt: BigNumberish, era: BigNumberish, maxPerPerson: BigNumberish, maxRebinds: BigNumberish, classCount: BigNumberish, paused: boolean, identityVerifier: AddressLike, returnUntil: BigNumberish, rebindUntil: BigNumberish, minPublicBps: BigNumberish, nameBy: BigNumberish, nameLead: BigNumberish, announcedDoorsAt: BigNumberish, places: BigNumberish, everReservedPlaces: BigNumberish, scope: BigNumberish, cancelled: boolean, scopeShared: boolean, documentHash: BytesLike, name: string, uri: string}

    export type EventStructOutput = [organizerId: bigint, salesOpenAt: bigint, salesCloseAt: bigint, doorsOpenAt: bigint, doorsCloseAt: bigint, era: bigint, maxPerPerson: bigint, maxRebinds: bigint, classCount: bigint, paused: boolean, identityVerifier: string, returnUntil: bigint, rebindUntil: bigint, minPublicBps: bigint, nameBy: bigint, nameLead: bigint, announcedDoorsAt: bigint, places: bigint, everReservedPlaces: bigint, scope: bigint, cancelled: boolean, scopeShared: boolean, documentHash: string, name: string, uri: string] & {organizerId: bigint, salesOpenAt: bigint, salesCloseAt: bigint, doorsOpenAt: bigint, doorsCloseAt: bigint, era: bigint, maxPerPerson: bigint, maxRebinds: bigint, classCount: bigint, paused: boolean, identityVerifier: string, returnUntil: bigint, rebindUntil: bigint, minPublicBps: bigint, nameBy: bigint, nameLead: bigint, announcedDoorsAt: bigint, places: bigint, everReservedPlaces: bigint, scope: bigint, cancelled: boolean, scopeShared: boolean, documentHash: string, name: string, uri: string }
  

    export type GateStruct = {kind: BigNumberish, byHandLimit: BigNumberish}

    export type GateStructOutput = [kind: bigint, byHandLimit: bigint] & {kind: bigint, byHandLimit: bigint }
  
    }

export declare namespace ITeams {
      
    export type TeamStruct = {active: boolean, relayed: boolean, admins: BigNumberish, name: string, uri: string}

    export type TeamStructOutput = [active: boolean, relayed: boolean, admins: bigint, name: string, uri: string] & {active: boolean, relayed: boolean, admins: bigint, name: string, uri: string }
  
    }

  export interface EventRegistryInterface extends Interface {
    getFunction(nameOrSignature: "AGENTS" | "acceptHandOver" | "admitTerms" | "authorityOver" | "cancel" | "chainOf" | "changeTerms" | "checkAdmin" | "checkEventAdmin" | "checkMember" | "checkReopen" | "classOf" | "delegate" | "designateAgent" | "designationOf" | "dismissAgent" | "eraOf" | "eventCount" | "eventOf" | "extendDoors" | "gateOf" | "grantTerms" | "isCancelled" | "isMember" | "isTrustedForwarder" | "offerHandOver" | "openReserved" | "pauseSales" | "raiseSupply" | "register" | "registerEvent" | "reschedule" | "resumeSales" | "roleOf" | "setActive" | "setGate" | "setProfile" | "setRelayed" | "setRole" | "setSaleHook" | "teamCount" | "teamOf" | "termsHashOf" | "trustedForwarder"): FunctionFragment;

    getEvent(nameOrSignatureOrTopic: "AgentDelegated" | "AgentDesignated" | "AgentDismissed" | "EventCancelled" | "EventRegistered" | "EventRescheduled" | "GateSet" | "HandOverOffered" | "HandedOver" | "ReservedOpened" | "SaleHookSet" | "SalesPaused" | "SalesResumed" | "SupplyRaised" | "TeamActiveSet" | "TeamProfileSet" | "TeamRegistered" | "TeamRelayedSet" | "TeamRoleSet"): EventFragment;

    encodeFunctionData(functionFragment: 'AGENTS', values?: undefined): string;
encodeFunctionData(functionFragment: 'acceptHandOver', values: [BigNumberish, BigNumberish, BytesLike]): string;
encodeFunctionData(functionFragment: 'admitTerms', values: [BigNumberish, AddressLike, boolean]): string;
encodeFunctionData(functionFragment: 'authorityOver', values: [BigNumberish, BigNumberish, BigNumberish, AddressLike, boolean]): string;
encodeFunctionData(functionFragment: 'cancel', values: [BigNumberish]): string;
encodeFunctionData(functionFragment: 'chainOf', values: [BigNumberish, BigNumberish, BigNumberish]): string;
encodeFunctionData(functionFragment: 'changeTerms', values: [BigNumberish]): string;
encodeFunctionData(functionFragment: 'checkAdmin', values: [BigNumberish, AddressLike, boolean]): string;
encodeFunctionData(functionFragment: 'checkEventAdmin', values: [BigNumberish, AddressLike, boolean]): string;
encodeFunctionData(functionFragment: 'checkMember', values: [BigNumberish, AddressLike, boolean]): string;
encodeFunctionData(functionFragment: 'checkReopen', values: [BigNumberish, BigNumberish, AddressLike, boolean]): string;
encodeFunctionData(functionFragment: 'classOf', values: [BigNumberish, BigNumberish]): string;
encodeFunctionData(functionFragment: 'delegate', values: [BigNumberish, BigNumberish, BigNumberish, BigNumberish, BigNumberish]): string;
encodeFunctionData(functionFragment: 'designateAgent', values: [BigNumberish, BigNumberish, BigNumberish, BigNumberish]): string;
encodeFunctionData(functionFragment: 'designationOf', values: [BigNumberish, BigNumberish, BigNumberish]): string;
encodeFunctionData(functionFragment: 'dismissAgent', values: [BigNumberish, BigNumberish, BigNumberish]): string;
encodeFunctionData(functionFragment: 'eraOf', values: [BigNumberish]): string;
encodeFunctionData(functionFragment: 'eventCount', values?: undefined): string;
encodeFunctionData(functionFragment: 'eventOf', values: [BigNumberish]): string;
encodeFunctionData(functionFragment: 'extendDoors', values: [BigNumberish, BigNumberish]): string;
encodeFunctionData(functionFragment: 'gateOf', values: [BigNumberish, AddressLike]): string;
encodeFunctionData(functionFragment: 'grantTerms', values: [BigNumberish, BigNumberish, BigNumberish, AddressLike, boolean]): string;
encodeFunctionData(functionFragment: 'isCancelled', values: [BigNumberish]): string;
encodeFunctionData(functionFragment: 'isMember', values: [BigNumberish, AddressLike, boolean]): string;
encodeFunctionData(functionFragment: 'isTrustedForwarder', values: [AddressLike]): string;
encodeFunctionData(functionFragment: 'offerHandOver', values: [BigNumberish, BigNumberish]): string;
encodeFunctionData(functionFragment: 'openReserved', values: [BigNumberish, BigNumberish]): string;
encodeFunctionData(functionFragment: 'pauseSales', values: [BigNumberish]): string;
encodeFunctionData(functionFragment: 'raiseSupply', values: [BigNumberish, BigNumberish, BigNumberish]): string;
encodeFunctionData(functionFragment: 'register', values: [string, string]): string;
encodeFunctionData(functionFragment: 'registerEvent', values: [BigNumberish, IEventRegistry.EventTermsStruct, IEventRegistry.ClassTermsStruct[]]): string;
encodeFunctionData(functionFragment: 'reschedule', values: [BigNumberish, BigNumberish, BigNumberish, BigNumberish]): string;
encodeFunctionData(functionFragment: 'resumeSales', values: [BigNumberish]): string;
encodeFunctionData(functionFragment: 'roleOf', values: [BigNumberish, AddressLike]): string;
encodeFunctionData(functionFragment: 'setActive', values: [BigNumberish, boolean]): string;
encodeFunctionData(functionFragment: 'setGate', values: [BigNumberish, AddressLike, BigNumberish, BigNumberish]): string;
encodeFunctionData(functionFragment: 'setProfile', values: [BigNumberish, string, string]): string;
encodeFunctionData(functionFragment: 'setRelayed', values: [BigNumberish, boolean]): string;
encodeFunctionData(functionFragment: 'setRole', values: [BigNumberish, AddressLike, BigNumberish]): string;
encodeFunctionData(functionFragment: 'setSaleHook', values: [BigNumberish, BigNumberish, AddressLike]): string;
encodeFunctionData(functionFragment: 'teamCount', values?: undefined): string;
encodeFunctionData(functionFragment: 'teamOf', values: [BigNumberish]): string;
encodeFunctionData(functionFragment: 'termsHashOf', values: [BigNumberish]): string;
encodeFunctionData(functionFragment: 'trustedForwarder', values?: undefined): string;

    decodeFunctionResult(functionFragment: 'AGENTS', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'acceptHandOver', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'admitTerms', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'authorityOver', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'cancel', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'chainOf', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'changeTerms', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'checkAdmin', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'checkEventAdmin', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'checkMember', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'checkReopen', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'classOf', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'delegate', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'designateAgent', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'designationOf', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'dismissAgent', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'eraOf', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'eventCount', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'eventOf', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'extendDoors', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'gateOf', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'grantTerms', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'isCancelled', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'isMember', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'isTrustedForwarder', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'offerHandOver', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'openReserved', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'pauseSales', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'raiseSupply', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'register', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'registerEvent', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'reschedule', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'resumeSales', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'roleOf', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'setActive', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'setGate', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'setProfile', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'setRelayed', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'setRole', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'setSaleHook', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'teamCount', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'teamOf', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'termsHashOf', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'trustedForwarder', data: BytesLike): Result;
  }

  
    export namespace AgentDelegatedEvent {
      export type InputTuple = [eventId: BigNumberish, classId: BigNumberish, agentId: BigNumberish, parent: BigNumberish, quota: BigNumberish];
      export type OutputTuple = [eventId: bigint, classId: bigint, agentId: bigint, parent: bigint, quota: bigint];
      export interface OutputObject {eventId: bigint, classId: bigint, agentId: bigint, parent: bigint, quota: bigint };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace AgentDesignatedEvent {
      export type InputTuple = [eventId: BigNumberish, classId: BigNumberish, agentId: BigNumberish, quota: BigNumberish];
      export type OutputTuple = [eventId: bigint, classId: bigint, agentId: bigint, quota: bigint];
      export interface OutputObject {eventId: bigint, classId: bigint, agentId: bigint, quota: bigint };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace AgentDismissedEvent {
      export type InputTuple = [eventId: BigNumberish, classId: BigNumberish, agentId: BigNumberish];
      export type OutputTuple = [eventId: bigint, classId: bigint, agentId: bigint];
      export interface OutputObject {eventId: bigint, classId: bigint, agentId: bigint };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace EventCancelledEvent {
      export type InputTuple = [eventId: BigNumberish];
      export type OutputTuple = [eventId: bigint];
      export interface OutputObject {eventId: bigint };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace EventRegisteredEvent {
      export type InputTuple = [eventId: BigNumberish, organizerId: BigNumberish, terms: IEventRegistry.EventTermsStruct, classes: IEventRegistry.ClassTermsStruct[]];
      export type OutputTuple = [eventId: bigint, organizerId: bigint, terms: IEventRegistry.EventTermsStructOutput, classes: IEventRegistry.ClassTermsStructOutput[]];
      export interface OutputObject {eventId: bigint, organizerId: bigint, terms: IEventRegistry.EventTermsStructOutput, classes: IEventRegistry.ClassTermsStructOutput[] };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace EventRescheduledEvent {
      export type InputTuple = [eventId: BigNumberish, schedule: IEventRegistry.ScheduleStruct, announcedDoorsAt: BigNumberish];
      export type OutputTuple = [eventId: bigint, schedule: IEventRegistry.ScheduleStructOutput, announcedDoorsAt: bigint];
      export interface OutputObject {eventId: bigint, schedule: IEventRegistry.ScheduleStructOutput, announcedDoorsAt: bigint };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace GateSetEvent {
      export type InputTuple = [eventId: BigNumberish, organizerId: BigNumberish, gate: AddressLike, kind: BigNumberish, byHandLimit: BigNumberish];
      export type OutputTuple = [eventId: bigint, organizerId: bigint, gate: string, kind: bigint, byHandLimit: bigint];
      export interface OutputObject {eventId: bigint, organizerId: bigint, gate: string, kind: bigint, byHandLimit: bigint };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace HandOverOfferedEvent {
      export type InputTuple = [eventId: BigNumberish, to: BigNumberish, termsHash: BytesLike];
      export type OutputTuple = [eventId: bigint, to: bigint, termsHash: string];
      export interface OutputObject {eventId: bigint, to: bigint, termsHash: string };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace HandedOverEvent {
      export type InputTuple = [eventId: BigNumberish, from: BigNumberish, to: BigNumberish];
      export type OutputTuple = [eventId: bigint, from: bigint, to: bigint];
      export interface OutputObject {eventId: bigint, from: bigint, to: bigint };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace ReservedOpenedEvent {
      export type InputTuple = [eventId: BigNumberish, classId: BigNumberish];
      export type OutputTuple = [eventId: bigint, classId: bigint];
      export interface OutputObject {eventId: bigint, classId: bigint };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace SaleHookSetEvent {
      export type InputTuple = [eventId: BigNumberish, classId: BigNumberish, saleHook: AddressLike];
      export type OutputTuple = [eventId: bigint, classId: bigint, saleHook: string];
      export interface OutputObject {eventId: bigint, classId: bigint, saleHook: string };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace SalesPausedEvent {
      export type InputTuple = [eventId: BigNumberish];
      export type OutputTuple = [eventId: bigint];
      export interface OutputObject {eventId: bigint };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace SalesResumedEvent {
      export type InputTuple = [eventId: BigNumberish];
      export type OutputTuple = [eventId: bigint];
      export interface OutputObject {eventId: bigint };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace SupplyRaisedEvent {
      export type InputTuple = [eventId: BigNumberish, classId: BigNumberish, supply: BigNumberish];
      export type OutputTuple = [eventId: bigint, classId: bigint, supply: bigint];
      export interface OutputObject {eventId: bigint, classId: bigint, supply: bigint };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace TeamActiveSetEvent {
      export type InputTuple = [teamId: BigNumberish, active: boolean];
      export type OutputTuple = [teamId: bigint, active: boolean];
      export interface OutputObject {teamId: bigint, active: boolean };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace TeamProfileSetEvent {
      export type InputTuple = [teamId: BigNumberish, name: string, uri: string];
      export type OutputTuple = [teamId: bigint, name: string, uri: string];
      export interface OutputObject {teamId: bigint, name: string, uri: string };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace TeamRegisteredEvent {
      export type InputTuple = [teamId: BigNumberish, admin: AddressLike, name: string, uri: string];
      export type OutputTuple = [teamId: bigint, admin: string, name: string, uri: string];
      export interface OutputObject {teamId: bigint, admin: string, name: string, uri: string };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace TeamRelayedSetEvent {
      export type InputTuple = [teamId: BigNumberish, relayed: boolean];
      export type OutputTuple = [teamId: bigint, relayed: boolean];
      export interface OutputObject {teamId: bigint, relayed: boolean };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

    export namespace TeamRoleSetEvent {
      export type InputTuple = [teamId: BigNumberish, account: AddressLike, role: BigNumberish];
      export type OutputTuple = [teamId: bigint, account: string, role: bigint];
      export interface OutputObject {teamId: bigint, account: string, role: bigint };
      export type Event = TypedContractEvent<InputTuple, OutputTuple, OutputObject>
      export type Filter = TypedDeferredTopicFilter<Event>
      export type Log = TypedEventLog<Event>
      export type LogDescription = TypedLogDescription<Event>
    }

  

  export interface EventRegistry extends BaseContract {
    
    connect(runner?: ContractRunner | null): EventRegistry;
    waitForDeployment(): Promise<this>;

    interface: EventRegistryInterface;

    
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


    
    
    AGENTS: TypedContractMethod<
      [],
      [string],
      'view'
    >
    

    
    acceptHandOver: TypedContractMethod<
      [eventId: BigNumberish, to: BigNumberish, termsHash: BytesLike, ],
      [void],
      'nonpayable'
    >
    

    
    admitTerms: TypedContractMethod<
      [eventId: BigNumberish, gate: AddressLike, forwarded: boolean, ],
      [[bigint, bigint, bigint] & {doorsOpenAt: bigint, doorsCloseAt: bigint, byHandLimit: bigint }],
      'view'
    >
    

    
    authorityOver: TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, agentId: BigNumberish, account: AddressLike, forwarded: boolean, ],
      [bigint],
      'view'
    >
    

    
    cancel: TypedContractMethod<
      [eventId: BigNumberish, ],
      [void],
      'nonpayable'
    >
    

    
    chainOf: TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, agentId: BigNumberish, ],
      [bigint],
      'view'
    >
    

    
    changeTerms: TypedContractMethod<
      [eventId: BigNumberish, ],
      [IEventRegistry.ChangeTermsStructOutput],
      'view'
    >
    

    
    checkAdmin: TypedContractMethod<
      [teamId: BigNumberish, account: AddressLike, forwarded: boolean, ],
      [void],
      'view'
    >
    

    
    checkEventAdmin: TypedContractMethod<
      [eventId: BigNumberish, account: AddressLike, forwarded: boolean, ],
      [void],
      'view'
    >
    

    
    checkMember: TypedContractMethod<
      [teamId: BigNumberish, account: AddressLike, forwarded: boolean, ],
      [void],
      'view'
    >
    

    
    checkReopen: TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, account: AddressLike, forwarded: boolean, ],
      [boolean],
      'view'
    >
    

    
    classOf: TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, ],
      [IEventRegistry.ClassStructOutput],
      'view'
    >
    

    
    delegate: TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, from: BigNumberish, to: BigNumberish, quota: BigNumberish, ],
      [void],
      'nonpayable'
    >
    

    
    designateAgent: TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, agentId: BigNumberish, quota: BigNumberish, ],
      [void],
      'nonpayable'
    >
    

    
    designationOf: TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, agentId: BigNumberish, ],
      [IEventRegistry.DesignationStructOutput],
      'view'
    >
    

    
    dismissAgent: TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, agentId: BigNumberish, ],
      [void],
      'nonpayable'
    >
    

    
    eraOf: TypedContractMethod<
      [eventId: BigNumberish, ],
      [bigint],
      'view'
    >
    

    
    eventCount: TypedContractMethod<
      [],
      [bigint],
      'view'
    >
    

    
    eventOf: TypedContractMethod<
      [eventId: BigNumberish, ],
      [IEventRegistry.EventStructOutput],
      'view'
    >
    

    
    extendDoors: TypedContractMethod<
      [eventId: BigNumberish, doorsCloseAt: BigNumberish, ],
      [void],
      'nonpayable'
    >
    

    
    gateOf: TypedContractMethod<
      [eventId: BigNumberish, gate: AddressLike, ],
      [IEventRegistry.GateStructOutput],
      'view'
    >
    

    
    grantTerms: TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, agentId: BigNumberish, sender: AddressLike, forwarded: boolean, ],
      [[bigint, bigint] & {terms: bigint, chain: bigint }],
      'view'
    >
    

    
    isCancelled: TypedContractMethod<
      [eventId: BigNumberish, ],
      [boolean],
      'view'
    >
    

    
    isMember: TypedContractMethod<
      [teamId: BigNumberish, account: AddressLike, forwarded: boolean, ],
      [boolean],
      'view'
    >
    

    
    isTrustedForwarder: TypedContractMethod<
      [forwarder: AddressLike, ],
      [boolean],
      'view'
    >
    

    
    offerHandOver: TypedContractMethod<
      [eventId: BigNumberish, to: BigNumberish, ],
      [void],
      'nonpayable'
    >
    

    
    openReserved: TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, ],
      [void],
      'nonpayable'
    >
    

    
    pauseSales: TypedContractMethod<
      [eventId: BigNumberish, ],
      [void],
      'nonpayable'
    >
    

    
    raiseSupply: TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, supply: BigNumberish, ],
      [void],
      'nonpayable'
    >
    

    
    register: TypedContractMethod<
      [name: string, uri: string, ],
      [bigint],
      'nonpayable'
    >
    

    
    registerEvent: TypedContractMethod<
      [organizerId: BigNumberish, terms: IEventRegistry.EventTermsStruct, classes: IEventRegistry.ClassTermsStruct[], ],
      [bigint],
      'nonpayable'
    >
    

    
    reschedule: TypedContractMethod<
      [eventId: BigNumberish, doorsOpenAt: BigNumberish, doorsCloseAt: BigNumberish, salesCloseAt: BigNumberish, ],
      [void],
      'nonpayable'
    >
    

    
    resumeSales: TypedContractMethod<
      [eventId: BigNumberish, ],
      [void],
      'nonpayable'
    >
    

    
    roleOf: TypedContractMethod<
      [teamId: BigNumberish, account: AddressLike, ],
      [bigint],
      'view'
    >
    

    
    setActive: TypedContractMethod<
      [teamId: BigNumberish, active: boolean, ],
      [void],
      'nonpayable'
    >
    

    
    setGate: TypedContractMethod<
      [eventId: BigNumberish, gate: AddressLike, kind: BigNumberish, byHandLimit: BigNumberish, ],
      [void],
      'nonpayable'
    >
    

    
    setProfile: TypedContractMethod<
      [teamId: BigNumberish, name: string, uri: string, ],
      [void],
      'nonpayable'
    >
    

    
    setRelayed: TypedContractMethod<
      [teamId: BigNumberish, relayed: boolean, ],
      [void],
      'nonpayable'
    >
    

    
    setRole: TypedContractMethod<
      [teamId: BigNumberish, account: AddressLike, role: BigNumberish, ],
      [void],
      'nonpayable'
    >
    

    
    setSaleHook: TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, saleHook: AddressLike, ],
      [void],
      'nonpayable'
    >
    

    
    teamCount: TypedContractMethod<
      [],
      [bigint],
      'view'
    >
    

    
    teamOf: TypedContractMethod<
      [teamId: BigNumberish, ],
      [ITeams.TeamStructOutput],
      'view'
    >
    

    
    termsHashOf: TypedContractMethod<
      [eventId: BigNumberish, ],
      [string],
      'view'
    >
    

    
    trustedForwarder: TypedContractMethod<
      [],
      [string],
      'view'
    >
    


    getFunction<T extends ContractMethod = ContractMethod>(key: string | FunctionFragment): T;

    getFunction(nameOrSignature: 'AGENTS'): TypedContractMethod<
      [],
      [string],
      'view'
    >;
getFunction(nameOrSignature: 'acceptHandOver'): TypedContractMethod<
      [eventId: BigNumberish, to: BigNumberish, termsHash: BytesLike, ],
      [void],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'admitTerms'): TypedContractMethod<
      [eventId: BigNumberish, gate: AddressLike, forwarded: boolean, ],
      [[bigint, bigint, bigint] & {doorsOpenAt: bigint, doorsCloseAt: bigint, byHandLimit: bigint }],
      'view'
    >;
getFunction(nameOrSignature: 'authorityOver'): TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, agentId: BigNumberish, account: AddressLike, forwarded: boolean, ],
      [bigint],
      'view'
    >;
getFunction(nameOrSignature: 'cancel'): TypedContractMethod<
      [eventId: BigNumberish, ],
      [void],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'chainOf'): TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, agentId: BigNumberish, ],
      [bigint],
      'view'
    >;
getFunction(nameOrSignature: 'changeTerms'): TypedContractMethod<
      [eventId: BigNumberish, ],
      [IEventRegistry.ChangeTermsStructOutput],
      'view'
    >;
getFunction(nameOrSignature: 'checkAdmin'): TypedContractMethod<
      [teamId: BigNumberish, account: AddressLike, forwarded: boolean, ],
      [void],
      'view'
    >;
getFunction(nameOrSignature: 'checkEventAdmin'): TypedContractMethod<
      [eventId: BigNumberish, account: AddressLike, forwarded: boolean, ],
      [void],
      'view'
    >;
getFunction(nameOrSignature: 'checkMember'): TypedContractMethod<
      [teamId: BigNumberish, account: AddressLike, forwarded: boolean, ],
      [void],
      'view'
    >;
getFunction(nameOrSignature: 'checkReopen'): TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, account: AddressLike, forwarded: boolean, ],
      [boolean],
      'view'
    >;
getFunction(nameOrSignature: 'classOf'): TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, ],
      [IEventRegistry.ClassStructOutput],
      'view'
    >;
getFunction(nameOrSignature: 'delegate'): TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, from: BigNumberish, to: BigNumberish, quota: BigNumberish, ],
      [void],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'designateAgent'): TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, agentId: BigNumberish, quota: BigNumberish, ],
      [void],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'designationOf'): TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, agentId: BigNumberish, ],
      [IEventRegistry.DesignationStructOutput],
      'view'
    >;
getFunction(nameOrSignature: 'dismissAgent'): TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, agentId: BigNumberish, ],
      [void],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'eraOf'): TypedContractMethod<
      [eventId: BigNumberish, ],
      [bigint],
      'view'
    >;
getFunction(nameOrSignature: 'eventCount'): TypedContractMethod<
      [],
      [bigint],
      'view'
    >;
getFunction(nameOrSignature: 'eventOf'): TypedContractMethod<
      [eventId: BigNumberish, ],
      [IEventRegistry.EventStructOutput],
      'view'
    >;
getFunction(nameOrSignature: 'extendDoors'): TypedContractMethod<
      [eventId: BigNumberish, doorsCloseAt: BigNumberish, ],
      [void],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'gateOf'): TypedContractMethod<
      [eventId: BigNumberish, gate: AddressLike, ],
      [IEventRegistry.GateStructOutput],
      'view'
    >;
getFunction(nameOrSignature: 'grantTerms'): TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, agentId: BigNumberish, sender: AddressLike, forwarded: boolean, ],
      [[bigint, bigint] & {terms: bigint, chain: bigint }],
      'view'
    >;
getFunction(nameOrSignature: 'isCancelled'): TypedContractMethod<
      [eventId: BigNumberish, ],
      [boolean],
      'view'
    >;
getFunction(nameOrSignature: 'isMember'): TypedContractMethod<
      [teamId: BigNumberish, account: AddressLike, forwarded: boolean, ],
      [boolean],
      'view'
    >;
getFunction(nameOrSignature: 'isTrustedForwarder'): TypedContractMethod<
      [forwarder: AddressLike, ],
      [boolean],
      'view'
    >;
getFunction(nameOrSignature: 'offerHandOver'): TypedContractMethod<
      [eventId: BigNumberish, to: BigNumberish, ],
      [void],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'openReserved'): TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, ],
      [void],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'pauseSales'): TypedContractMethod<
      [eventId: BigNumberish, ],
      [void],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'raiseSupply'): TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, supply: BigNumberish, ],
      [void],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'register'): TypedContractMethod<
      [name: string, uri: string, ],
      [bigint],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'registerEvent'): TypedContractMethod<
      [organizerId: BigNumberish, terms: IEventRegistry.EventTermsStruct, classes: IEventRegistry.ClassTermsStruct[], ],
      [bigint],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'reschedule'): TypedContractMethod<
      [eventId: BigNumberish, doorsOpenAt: BigNumberish, doorsCloseAt: BigNumberish, salesCloseAt: BigNumberish, ],
      [void],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'resumeSales'): TypedContractMethod<
      [eventId: BigNumberish, ],
      [void],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'roleOf'): TypedContractMethod<
      [teamId: BigNumberish, account: AddressLike, ],
      [bigint],
      'view'
    >;
getFunction(nameOrSignature: 'setActive'): TypedContractMethod<
      [teamId: BigNumberish, active: boolean, ],
      [void],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'setGate'): TypedContractMethod<
      [eventId: BigNumberish, gate: AddressLike, kind: BigNumberish, byHandLimit: BigNumberish, ],
      [void],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'setProfile'): TypedContractMethod<
      [teamId: BigNumberish, name: string, uri: string, ],
      [void],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'setRelayed'): TypedContractMethod<
      [teamId: BigNumberish, relayed: boolean, ],
      [void],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'setRole'): TypedContractMethod<
      [teamId: BigNumberish, account: AddressLike, role: BigNumberish, ],
      [void],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'setSaleHook'): TypedContractMethod<
      [eventId: BigNumberish, classId: BigNumberish, saleHook: AddressLike, ],
      [void],
      'nonpayable'
    >;
getFunction(nameOrSignature: 'teamCount'): TypedContractMethod<
      [],
      [bigint],
      'view'
    >;
getFunction(nameOrSignature: 'teamOf'): TypedContractMethod<
      [teamId: BigNumberish, ],
      [ITeams.TeamStructOutput],
      'view'
    >;
getFunction(nameOrSignature: 'termsHashOf'): TypedContractMethod<
      [eventId: BigNumberish, ],
      [string],
      'view'
    >;
getFunction(nameOrSignature: 'trustedForwarder'): TypedContractMethod<
      [],
      [string],
      'view'
    >;

    getEvent(key: 'AgentDelegated'): TypedContractEvent<AgentDelegatedEvent.InputTuple, AgentDelegatedEvent.OutputTuple, AgentDelegatedEvent.OutputObject>;
getEvent(key: 'AgentDesignated'): TypedContractEvent<AgentDesignatedEvent.InputTuple, AgentDesignatedEvent.OutputTuple, AgentDesignatedEvent.OutputObject>;
getEvent(key: 'AgentDismissed'): TypedContractEvent<AgentDismissedEvent.InputTuple, AgentDismissedEvent.OutputTuple, AgentDismissedEvent.OutputObject>;
getEvent(key: 'EventCancelled'): TypedContractEvent<EventCancelledEvent.InputTuple, EventCancelledEvent.OutputTuple, EventCancelledEvent.OutputObject>;
getEvent(key: 'EventRegistered'): TypedContractEvent<EventRegisteredEvent.InputTuple, EventRegisteredEvent.OutputTuple, EventRegisteredEvent.OutputObject>;
getEvent(key: 'EventRescheduled'): TypedContractEvent<EventRescheduledEvent.InputTuple, EventRescheduledEvent.OutputTuple, EventRescheduledEvent.OutputObject>;
getEvent(key: 'GateSet'): TypedContractEvent<GateSetEvent.InputTuple, GateSetEvent.OutputTuple, GateSetEvent.OutputObject>;
getEvent(key: 'HandOverOffered'): TypedContractEvent<HandOverOfferedEvent.InputTuple, HandOverOfferedEvent.OutputTuple, HandOverOfferedEvent.OutputObject>;
getEvent(key: 'HandedOver'): TypedContractEvent<HandedOverEvent.InputTuple, HandedOverEvent.OutputTuple, HandedOverEvent.OutputObject>;
getEvent(key: 'ReservedOpened'): TypedContractEvent<ReservedOpenedEvent.InputTuple, ReservedOpenedEvent.OutputTuple, ReservedOpenedEvent.OutputObject>;
getEvent(key: 'SaleHookSet'): TypedContractEvent<SaleHookSetEvent.InputTuple, SaleHookSetEvent.OutputTuple, SaleHookSetEvent.OutputObject>;
getEvent(key: 'SalesPaused'): TypedContractEvent<SalesPausedEvent.InputTuple, SalesPausedEvent.OutputTuple, SalesPausedEvent.OutputObject>;
getEvent(key: 'SalesResumed'): TypedContractEvent<SalesResumedEvent.InputTuple, SalesResumedEvent.OutputTuple, SalesResumedEvent.OutputObject>;
getEvent(key: 'SupplyRaised'): TypedContractEvent<SupplyRaisedEvent.InputTuple, SupplyRaisedEvent.OutputTuple, SupplyRaisedEvent.OutputObject>;
getEvent(key: 'TeamActiveSet'): TypedContractEvent<TeamActiveSetEvent.InputTuple, TeamActiveSetEvent.OutputTuple, TeamActiveSetEvent.OutputObject>;
getEvent(key: 'TeamProfileSet'): TypedContractEvent<TeamProfileSetEvent.InputTuple, TeamProfileSetEvent.OutputTuple, TeamProfileSetEvent.OutputObject>;
getEvent(key: 'TeamRegistered'): TypedContractEvent<TeamRegisteredEvent.InputTuple, TeamRegisteredEvent.OutputTuple, TeamRegisteredEvent.OutputObject>;
getEvent(key: 'TeamRelayedSet'): TypedContractEvent<TeamRelayedSetEvent.InputTuple, TeamRelayedSetEvent.OutputTuple, TeamRelayedSetEvent.OutputObject>;
getEvent(key: 'TeamRoleSet'): TypedContractEvent<TeamRoleSetEvent.InputTuple, TeamRoleSetEvent.OutputTuple, TeamRoleSetEvent.OutputObject>;

    filters: {
      
      'AgentDelegated(uint32,uint8,uint32,uint32,uint32)': TypedContractEvent<AgentDelegatedEvent.InputTuple, AgentDelegatedEvent.OutputTuple, AgentDelegatedEvent.OutputObject>;
      AgentDelegated: TypedContractEvent<AgentDelegatedEvent.InputTuple, AgentDelegatedEvent.OutputTuple, AgentDelegatedEvent.OutputObject>;
    

      'AgentDesignated(uint32,uint8,uint32,uint32)': TypedContractEvent<AgentDesignatedEvent.InputTuple, AgentDesignatedEvent.OutputTuple, AgentDesignatedEvent.OutputObject>;
      AgentDesignated: TypedContractEvent<AgentDesignatedEvent.InputTuple, AgentDesignatedEvent.OutputTuple, AgentDesignatedEvent.OutputObject>;
    

      'AgentDismissed(uint32,uint8,uint32)': TypedContractEvent<AgentDismissedEvent.InputTuple, AgentDismissedEvent.OutputTuple, AgentDismissedEvent.OutputObject>;
      AgentDismissed: TypedContractEvent<AgentDismissedEvent.InputTuple, AgentDismissedEvent.OutputTuple, AgentDismissedEvent.OutputObject>;
    

      'EventCancelled(uint32)': TypedContractEvent<EventCancelledEvent.InputTuple, EventCancelledEvent.OutputTuple, EventCancelledEvent.OutputObject>;
      EventCancelled: TypedContractEvent<EventCancelledEvent.InputTuple, EventCancelledEvent.OutputTuple, EventCancelledEvent.OutputObject>;
    

      'EventRegistered(uint32,uint32,tuple,tuple[])': TypedContractEvent<EventRegisteredEvent.InputTuple, EventRegisteredEvent.OutputTuple, EventRegisteredEvent.OutputObject>;
      EventRegistered: TypedContractEvent<EventRegisteredEvent.InputTuple, EventRegisteredEvent.OutputTuple, EventRegisteredEvent.OutputObject>;
    

      'EventRescheduled(uint32,tuple,uint40)': TypedContractEvent<EventRescheduledEvent.InputTuple, EventRescheduledEvent.OutputTuple, EventRescheduledEvent.OutputObject>;
      EventRescheduled: TypedContractEvent<EventRescheduledEvent.InputTuple, EventRescheduledEvent.OutputTuple, EventRescheduledEvent.OutputObject>;
    

      'GateSet(uint32,uint32,address,uint8,uint32)': TypedContractEvent<GateSetEvent.InputTuple, GateSetEvent.OutputTuple, GateSetEvent.OutputObject>;
      GateSet: TypedContractEvent<GateSetEvent.InputTuple, GateSetEvent.OutputTuple, GateSetEvent.OutputObject>;
    

      'HandOverOffered(uint32,uint32,bytes32)': TypedContractEvent<HandOverOfferedEvent.InputTuple, HandOverOfferedEvent.OutputTuple, HandOverOfferedEvent.OutputObject>;
      HandOverOffered: TypedContractEvent<HandOverOfferedEvent.InputTuple, HandOverOfferedEvent.OutputTuple, HandOverOfferedEvent.OutputObject>;
    

      'HandedOver(uint32,uint32,uint32)': TypedContractEvent<HandedOverEvent.InputTuple, HandedOverEvent.OutputTuple, HandedOverEvent.OutputObject>;
      HandedOver: TypedContractEvent<HandedOverEvent.InputTuple, HandedOverEvent.OutputTuple, HandedOverEvent.OutputObject>;
    

      'ReservedOpened(uint32,uint8)': TypedContractEvent<ReservedOpenedEvent.InputTuple, ReservedOpenedEvent.OutputTuple, ReservedOpenedEvent.OutputObject>;
      ReservedOpened: TypedContractEvent<ReservedOpenedEvent.InputTuple, ReservedOpenedEvent.OutputTuple, ReservedOpenedEvent.OutputObject>;
    

      'SaleHookSet(uint32,uint8,address)': TypedContractEvent<SaleHookSetEvent.InputTuple, SaleHookSetEvent.OutputTuple, SaleHookSetEvent.OutputObject>;
      SaleHookSet: TypedContractEvent<SaleHookSetEvent.InputTuple, SaleHookSetEvent.OutputTuple, SaleHookSetEvent.OutputObject>;
    

      'SalesPaused(uint32)': TypedContractEvent<SalesPausedEvent.InputTuple, SalesPausedEvent.OutputTuple, SalesPausedEvent.OutputObject>;
      SalesPaused: TypedContractEvent<SalesPausedEvent.InputTuple, SalesPausedEvent.OutputTuple, SalesPausedEvent.OutputObject>;
    

      'SalesResumed(uint32)': TypedContractEvent<SalesResumedEvent.InputTuple, SalesResumedEvent.OutputTuple, SalesResumedEvent.OutputObject>;
      SalesResumed: TypedContractEvent<SalesResumedEvent.InputTuple, SalesResumedEvent.OutputTuple, SalesResumedEvent.OutputObject>;
    

      'SupplyRaised(uint32,uint8,uint32)': TypedContractEvent<SupplyRaisedEvent.InputTuple, SupplyRaisedEvent.OutputTuple, SupplyRaisedEvent.OutputObject>;
      SupplyRaised: TypedContractEvent<SupplyRaisedEvent.InputTuple, SupplyRaisedEvent.OutputTuple, SupplyRaisedEvent.OutputObject>;
    

      'TeamActiveSet(uint32,bool)': TypedContractEvent<TeamActiveSetEvent.InputTuple, TeamActiveSetEvent.OutputTuple, TeamActiveSetEvent.OutputObject>;
      TeamActiveSet: TypedContractEvent<TeamActiveSetEvent.InputTuple, TeamActiveSetEvent.OutputTuple, TeamActiveSetEvent.OutputObject>;
    

      'TeamProfileSet(uint32,string,string)': TypedContractEvent<TeamProfileSetEvent.InputTuple, TeamProfileSetEvent.OutputTuple, TeamProfileSetEvent.OutputObject>;
      TeamProfileSet: TypedContractEvent<TeamProfileSetEvent.InputTuple, TeamProfileSetEvent.OutputTuple, TeamProfileSetEvent.OutputObject>;
    

      'TeamRegistered(uint32,address,string,string)': TypedContractEvent<TeamRegisteredEvent.InputTuple, TeamRegisteredEvent.OutputTuple, TeamRegisteredEvent.OutputObject>;
      TeamRegistered: TypedContractEvent<TeamRegisteredEvent.InputTuple, TeamRegisteredEvent.OutputTuple, TeamRegisteredEvent.OutputObject>;
    

      'TeamRelayedSet(uint32,bool)': TypedContractEvent<TeamRelayedSetEvent.InputTuple, TeamRelayedSetEvent.OutputTuple, TeamRelayedSetEvent.OutputObject>;
      TeamRelayedSet: TypedContractEvent<TeamRelayedSetEvent.InputTuple, TeamRelayedSetEvent.OutputTuple, TeamRelayedSetEvent.OutputObject>;
    

      'TeamRoleSet(uint32,address,uint8)': TypedContractEvent<TeamRoleSetEvent.InputTuple, TeamRoleSetEvent.OutputTuple, TeamRoleSetEvent.OutputObject>;
      TeamRoleSet: TypedContractEvent<TeamRoleSetEvent.InputTuple, TeamRoleSetEvent.OutputTuple, TeamRoleSetEvent.OutputObject>;
    
    };
  }