/** What stands for a second factor where a provider has no `acr`: the name by which Auth0 is asked for one. */
export const MULTI_FACTOR = 'http://schemas.openid.net/pape/policies/2007/06/multi-factor';
