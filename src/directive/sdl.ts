export const DIRECTIVE_NAME = 'requiresRecentAuth';

/** The same text as `schema/recent-auth.graphql`; a test holds them together. */
export const typeDefs: string = `"Runs the field, or any field that returns the type, only after a recent sign-in."
directive @requiresRecentAuth(
  "The oldest sign-in, in seconds, that this field accepts. 0 asks for a sign-in made for this very operation."
  seconds: Int!
  "Authentication context classes, any one of which suffices."
  acr: [String!]
  "Let a user through whose token says that they cannot reauthenticate at all."
  allowIfCannotReauthenticate: Boolean! = false
) repeatable on FIELD_DEFINITION | OBJECT
`;
