/** Made from the contracts by `npm run generate`. */

import type { BaseContract, BigNumberish, BytesLike, FunctionFragment, Result, Interface, EventFragment, AddressLike, ContractRunner, ContractMethod, Listener } from "ethers"
import type { TypedContractEvent, TypedDeferredTopicFilter, TypedEventLog, TypedLogDescription, TypedListener, TypedContractMethod } from "./common.ts"
  
export declare namespace ITeams {
      
    export type TeamStruct = {active: boolean, relayed: boolean, admins: BigNumberish, name: string, uri: string}

    export type TeamStructOutput = [active: boolean, relayed: boolean, admins: bigint, name: string, uri: string] & {active: boolean, relayed: boolean, admins: bigint, name: string, uri: string }
  
    }

  export interface AgentRegistryInterface extends Interface {
    getFunction(nameOrSignature: "checkAdmin" | "checkMember" | "isMember" | "isTrustedForwarder" | "register" | "roleOf" | "setActive" | "setProfile" | "setRelayed" | "setRole" | "teamCount" | "teamOf" | "trustedForwarder"): FunctionFragment;

    getEvent(nameOrSignatureOrTopic: "TeamActiveSet" | "TeamProfileSet" | "TeamRegistered" | "TeamRelayedSet" | "TeamRoleSet"): EventFragment;

    encodeFunctionData(functionFragment: 'checkAdmin', values: [BigNumberish, AddressLike, boolean]): string;
encodeFunctionData(functionFragment: 'checkMember', values: [BigNumberish, AddressLike, boolean]): string;
encodeFunctionData(functionFragment: 'isMember', values: [BigNumberish, AddressLike, boolean]): string;
encodeFunctionData(functionFragment: 'isTrustedForwarder', values: [AddressLike]): string;
encodeFunctionData(functionFragment: 'register', values: [string, string]): string;
encodeFunctionData(functionFragment: 'roleOf', values: [BigNumberish, AddressLike]): string;
encodeFunctionData(functionFragment: 'setActive', values: [BigNumberish, boolean]): string;
encodeFunctionData(functionFragment: 'setProfile', values: [BigNumberish, string, string]): string;
encodeFunctionData(functionFragment: 'setRelayed', values: [BigNumberish, boolean]): string;
encodeFunctionData(functionFragment: 'setRole', values: [BigNumberish, AddressLike, BigNumberish]): string;
encodeFunctionData(functionFragment: 'teamCount', values?: undefined): string;
encodeFunctionData(functionFragment: 'teamOf', values: [BigNumberish]): string;
encodeFunctionData(functionFragment: 'trustedForwarder', values?: undefined): string;

    decodeFunctionResult(functionFragment: 'checkAdmin', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'checkMember', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'isMember', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'isTrustedForwarder', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'register', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'roleOf', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'setActive', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'setProfile', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'setRelayed', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'setRole', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'teamCount', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'teamOf', data: BytesLike): Result;
decodeFunctionResult(functionFragment: 'trustedForwarder', data: BytesLike): Result;
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

  

  export interface AgentRegistry extends BaseContract {
    
    connect(runner?: ContractRunner | null): AgentRegistry;
    waitForDeployment(): Promise<this>;

    interface: AgentRegistryInterface;

    
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


    
    
    checkAdmin: TypedContractMethod<
      [teamId: BigNumberish, account: AddressLike, forwarded: boolean, ],
      [void],
      'view'
    >
    

    
    checkMember: TypedContractMethod<
      [teamId: BigNumberish, account: AddressLike, forwarded: boolean, ],
      [void],
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
    

    
    register: TypedContractMethod<
      [name: string, uri: string, ],
      [bigint],
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
    

    
    trustedForwarder: TypedContractMethod<
      [],
      [string],
      'view'
    >
    


    getFunction<T extends ContractMethod = ContractMethod>(key: string | FunctionFragment): T;

    getFunction(nameOrSignature: 'checkAdmin'): TypedContractMethod<
      [teamId: BigNumberish, account: AddressLike, forwarded: boolean, ],
      [void],
      'view'
    >;
getFunction(nameOrSignature: 'checkMember'): TypedContractMethod<
      [teamId: BigNumberish, account: AddressLike, forwarded: boolean, ],
      [void],
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
getFunction(nameOrSignature: 'register'): TypedContractMethod<
      [name: string, uri: string, ],
      [bigint],
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
getFunction(nameOrSignature: 'trustedForwarder'): TypedContractMethod<
      [],
      [string],
      'view'
    >;

    getEvent(key: 'TeamActiveSet'): TypedContractEvent<TeamActiveSetEvent.InputTuple, TeamActiveSetEvent.OutputTuple, TeamActiveSetEvent.OutputObject>;
getEvent(key: 'TeamProfileSet'): TypedContractEvent<TeamProfileSetEvent.InputTuple, TeamProfileSetEvent.OutputTuple, TeamProfileSetEvent.OutputObject>;
getEvent(key: 'TeamRegistered'): TypedContractEvent<TeamRegisteredEvent.InputTuple, TeamRegisteredEvent.OutputTuple, TeamRegisteredEvent.OutputObject>;
getEvent(key: 'TeamRelayedSet'): TypedContractEvent<TeamRelayedSetEvent.InputTuple, TeamRelayedSetEvent.OutputTuple, TeamRelayedSetEvent.OutputObject>;
getEvent(key: 'TeamRoleSet'): TypedContractEvent<TeamRoleSetEvent.InputTuple, TeamRoleSetEvent.OutputTuple, TeamRoleSetEvent.OutputObject>;

    filters: {
      
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