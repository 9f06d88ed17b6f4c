import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Account as AccountRow } from '../bank/accounts.js';
import type { SecurityEvent as SecurityEventRow } from '../bank/security-events.js';
import type { Transfer as TransferRow } from '../bank/transfers.js';
import type { User } from '../bank/users.js';
import type { VerifiedAuthentication } from '../../protocol/index.js';
import type { BankContext } from '../context.js';
export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null | undefined;
export type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
export type MakeOptional<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]?: Maybe<T[SubKey]> };
export type MakeMaybe<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]: Maybe<T[SubKey]> };
export type MakeEmpty<T extends { [key: string]: unknown }, K extends keyof T> = { [_ in K]?: never };
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A moment, as RFC 3339 text in UTC. */
  DateTime: { input: Date; output: Date; }
  /** Whole numbers beyond 32 bits, exact up to 2^53 - 1. Money is counted in minor units, such as cents. */
  SafeInt: { input: number; output: number; }
};

export type Account = {
  readonly __typename?: 'Account';
  /** Minor units. */
  readonly balance: Scalars['SafeInt']['output'];
  readonly id: Scalars['ID']['output'];
  readonly name: Scalars['String']['output'];
  /** The number to give to others. Null with an error unless the sign-in is recent. */
  readonly number?: Maybe<Scalars['String']['output']>;
  /** Transfers from and to this account, newest first. */
  readonly transfers: ReadonlyArray<Transfer>;
};


export type AccountTransfersArgs = {
  first?: Scalars['Int']['input'];
};

export type Mutation = {
  readonly __typename?: 'Mutation';
  readonly changeEmail: Viewer;
  /** Closes an account whose balance is 0, for ever. */
  readonly closeAccount: Account;
  readonly renameAccount: Account;
  /** Moves money between two accounts of the viewer. */
  readonly transfer: Transfer;
};


export type MutationChangeEmailArgs = {
  email: Scalars['String']['input'];
};


export type MutationCloseAccountArgs = {
  id: Scalars['ID']['input'];
};


export type MutationRenameAccountArgs = {
  id: Scalars['ID']['input'];
  name: Scalars['String']['input'];
};


export type MutationTransferArgs = {
  input: TransferInput;
};

export type Query = {
  readonly __typename?: 'Query';
  /** Whoever is signed in; null when nobody is. */
  readonly viewer?: Maybe<Viewer>;
};

export type SecurityEvent = {
  readonly __typename?: 'SecurityEvent';
  /** Seconds between the sign-in and the operation. */
  readonly authAge?: Maybe<Scalars['Int']['output']>;
  /** The code of the error that the caller got. */
  readonly code?: Maybe<Scalars['String']['output']>;
  /** Schema coordinates, such as Mutation.transfer. */
  readonly fields: ReadonlyArray<Scalars['String']['output']>;
  readonly id: Scalars['ID']['output'];
  readonly operationName?: Maybe<Scalars['String']['output']>;
  readonly outcome: SecurityEventOutcome;
  readonly reason?: Maybe<Scalars['String']['output']>;
  readonly time: Scalars['DateTime']['output'];
};

export type SecurityEventOutcome =
  | 'ALLOWED'
  /** Let through because the user cannot reauthenticate and the field accepts that. */
  | 'ALLOWED_WITHOUT_PROOF'
  | 'REFUSED'
  /** Let through because the field is on trial. */
  | 'REPORTED';

export type Transfer = {
  readonly __typename?: 'Transfer';
  /** Minor units. */
  readonly amount: Scalars['SafeInt']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
  readonly fromAccount: Account;
  readonly id: Scalars['ID']['output'];
  readonly toAccount: Account;
};

export type TransferInput = {
  /** Minor units, 1 or more. */
  readonly amount: Scalars['SafeInt']['input'];
  readonly fromAccountId: Scalars['ID']['input'];
  /**
   * Chosen by the client, 1 to 128 printable ASCII characters. The same input again returns the first
   * transfer; another input under the same key is a CONFLICT.
   */
  readonly idempotencyKey: Scalars['String']['input'];
  readonly toAccountId: Scalars['ID']['input'];
};

export type Viewer = {
  readonly __typename?: 'Viewer';
  /** Open accounts, oldest first. */
  readonly accounts: ReadonlyArray<Account>;
  /** What the token proves about the sign-in. */
  readonly authentication: ViewerAuthentication;
  readonly email?: Maybe<Scalars['String']['output']>;
  readonly id: Scalars['ID']['output'];
  /** One-time codes that get this user in without their second factor. */
  readonly recoveryCodes?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** What was decided about operations of this user that asked for a recent sign-in, newest first. */
  readonly securityEvents: ReadonlyArray<SecurityEvent>;
};


export type ViewerSecurityEventsArgs = {
  first?: Scalars['Int']['input'];
};

export type ViewerAuthentication = {
  readonly __typename?: 'ViewerAuthentication';
  /** Seconds since then. */
  readonly age?: Maybe<Scalars['Int']['output']>;
  /** When the user last proved who they are; null where the token does not say, or says nonsense. */
  readonly authTime?: Maybe<Scalars['DateTime']['output']>;
  /** Whether the user can be asked to prove it again; null where the token does not say. */
  readonly canReauthenticate?: Maybe<Scalars['Boolean']['output']>;
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;





/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Account: ResolverTypeWrapper<AccountRow>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  SafeInt: ResolverTypeWrapper<Scalars['SafeInt']['output']>;
  SecurityEvent: ResolverTypeWrapper<SecurityEventRow>;
  SecurityEventOutcome: SecurityEventOutcome;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Transfer: ResolverTypeWrapper<TransferRow>;
  TransferInput: TransferInput;
  Viewer: ResolverTypeWrapper<User>;
  ViewerAuthentication: ResolverTypeWrapper<VerifiedAuthentication>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Account: AccountRow;
  Boolean: Scalars['Boolean']['output'];
  DateTime: Scalars['DateTime']['output'];
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  Mutation: Record<PropertyKey, never>;
  Query: Record<PropertyKey, never>;
  SafeInt: Scalars['SafeInt']['output'];
  SecurityEvent: SecurityEventRow;
  String: Scalars['String']['output'];
  Transfer: TransferRow;
  TransferInput: TransferInput;
  Viewer: User;
  ViewerAuthentication: VerifiedAuthentication;
};

export type RequiresRecentAuthDirectiveArgs = {
  acr?: Maybe<ReadonlyArray<Scalars['String']['input']>>;
  allowIfCannotReauthenticate?: Scalars['Boolean']['input'];
  seconds: Scalars['Int']['input'];
};

export type RequiresRecentAuthDirectiveResolver<Result, Parent, ContextType = BankContext, Args = RequiresRecentAuthDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type AccountResolvers<ContextType = BankContext, ParentType extends ResolversParentTypes['Account'] = ResolversParentTypes['Account']> = {
  balance?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  number?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  transfers?: Resolver<ReadonlyArray<ResolversTypes['Transfer']>, ParentType, ContextType, RequireFields<AccountTransfersArgs, 'first'>>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type MutationResolvers<ContextType = BankContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  changeEmail?: Resolver<ResolversTypes['Viewer'], ParentType, ContextType, RequireFields<MutationChangeEmailArgs, 'email'>>;
  closeAccount?: Resolver<ResolversTypes['Account'], ParentType, ContextType, RequireFields<MutationCloseAccountArgs, 'id'>>;
  renameAccount?: Resolver<ResolversTypes['Account'], ParentType, ContextType, RequireFields<MutationRenameAccountArgs, 'id' | 'name'>>;
  transfer?: Resolver<ResolversTypes['Transfer'], ParentType, ContextType, RequireFields<MutationTransferArgs, 'input'>>;
};

export type QueryResolvers<ContextType = BankContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  viewer?: Resolver<Maybe<ResolversTypes['Viewer']>, ParentType, ContextType>;
};

export interface SafeIntScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['SafeInt'], any> {
  name: 'SafeInt';
}

export type SecurityEventResolvers<ContextType = BankContext, ParentType extends ResolversParentTypes['SecurityEvent'] = ResolversParentTypes['SecurityEvent']> = {
  authAge?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  code?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  fields?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  operationName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['SecurityEventOutcome'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  time?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type TransferResolvers<ContextType = BankContext, ParentType extends ResolversParentTypes['Transfer'] = ResolversParentTypes['Transfer']> = {
  amount?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  fromAccount?: Resolver<ResolversTypes['Account'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  toAccount?: Resolver<ResolversTypes['Account'], ParentType, ContextType>;
};

export type ViewerResolvers<ContextType = BankContext, ParentType extends ResolversParentTypes['Viewer'] = ResolversParentTypes['Viewer']> = {
  accounts?: Resolver<ReadonlyArray<ResolversTypes['Account']>, ParentType, ContextType>;
  authentication?: Resolver<ResolversTypes['ViewerAuthentication'], ParentType, ContextType>;
  email?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  recoveryCodes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  securityEvents?: Resolver<ReadonlyArray<ResolversTypes['SecurityEvent']>, ParentType, ContextType, RequireFields<ViewerSecurityEventsArgs, 'first'>>;
};

export type ViewerAuthenticationResolvers<ContextType = BankContext, ParentType extends ResolversParentTypes['ViewerAuthentication'] = ResolversParentTypes['ViewerAuthentication']> = {
  age?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  authTime?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  canReauthenticate?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
};

export type Resolvers<ContextType = BankContext> = {
  Account?: AccountResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  Mutation?: MutationResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  SafeInt?: GraphQLScalarType;
  SecurityEvent?: SecurityEventResolvers<ContextType>;
  Transfer?: TransferResolvers<ContextType>;
  Viewer?: ViewerResolvers<ContextType>;
  ViewerAuthentication?: ViewerAuthenticationResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = BankContext> = {
  requiresRecentAuth?: RequiresRecentAuthDirectiveResolver<any, any, ContextType>;
};
