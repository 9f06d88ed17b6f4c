import type { DocumentNode } from 'graphql';

/** As GraphQL Code Generator hands it to plugins. Its own types would tie us to one of its versions. */
export interface DocumentFile {
  readonly location?: string | undefined;
  readonly document?: DocumentNode | undefined;
  /** The fragments of an external file are used; its operations are another application's. */
  readonly type?: 'standard' | 'external' | undefined;
}

export interface PluginInfo {
  readonly outputFile?: string | undefined;
  /** The plugins of this output, each with the options that stand under its name. */
  readonly allPlugins?: readonly Readonly<Record<string, unknown>>[] | undefined;
}

export interface PluginOutput {
  readonly prepend: string[];
  readonly content: string;
}
