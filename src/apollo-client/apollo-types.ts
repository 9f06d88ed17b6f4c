import type { ApolloLink, Observable } from '@apollo/client/core/index.js';

type Request = Parameters<ApolloLink['request']>;

/** Read off the class, since Apollo Client 3 and 4 name their types differently. */
export type Operation = Request[0];
export type Forward = NonNullable<Request[1]>;
export type Answer = ReturnType<Forward> extends Observable<infer Result> ? Result : never;
