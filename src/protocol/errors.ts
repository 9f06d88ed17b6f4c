/** The program is set up wrongly. Thrown while it starts; the message says what would be right. */
export class ConfigurationError extends TypeError {
  override readonly name = 'ConfigurationError';
  readonly code = 'CONFIGURATION';
}
