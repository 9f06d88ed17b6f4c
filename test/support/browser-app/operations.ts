import { gql } from '@apollo/client/core';
import type { DocumentNode, TypedDocumentNode } from '@apollo/client/core';

export interface Viewer {
  readonly id: string;
  readonly email: string;
  readonly accounts: readonly Account[];
}

export interface Account {
  readonly id: string;
  readonly name: string;
  readonly balance: number;
}

export const ACCOUNTS: TypedDocumentNode<{ viewer: Viewer | null }, Record<string, never>> = gql`
  query Accounts {
    viewer {
      id
      email
      accounts {
        id
        name
        balance
      }
    }
  }
`;

export const TRANSFER: DocumentNode = gql`
  mutation Transfer($input: TransferInput!) {
    transfer(input: $input) {
      id
      fromAccount {
        id
        balance
      }
      toAccount {
        id
        balance
      }
    }
  }
`;

export const CHANGE_EMAIL: DocumentNode = gql`
  mutation ChangeEmail($email: String!) {
    changeEmail(email: $email) {
      id
      email
    }
  }
`;

export const RENAME: DocumentNode = gql`
  mutation Rename($id: ID!, $name: String!) {
    renameAccount(id: $id, name: $name) {
      id
      name
    }
  }
`;
