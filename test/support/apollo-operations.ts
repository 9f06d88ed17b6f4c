import { parse } from 'graphql';

/** Operations on the small bank. */
export const TRANSFER = parse(/* GraphQL */ `
  mutation Transfer($amount: Int) {
    transfer(amount: $amount) {
      id
    }
  }
`);

export const RENAME_AND_TRANSFER = parse(/* GraphQL */ `
  mutation RenameAndTransfer {
    renameAccount(name: "Holidays")
    transfer {
      id
    }
  }
`);

export const IBAN = parse(/* GraphQL */ `
  query Iban {
    iban
  }
`);

export const HELLO = parse(/* GraphQL */ `
  query Hello {
    hello
  }
`);

export const RENAME = parse(/* GraphQL */ `
  mutation Rename {
    renameAccount(name: "Holidays")
  }
`);
