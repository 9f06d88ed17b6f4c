/** The pages' one stylesheet, served by ourselves. */
export const STYLESHEET: { readonly path: string; readonly text: string } = {
  path: '/provider.css',
  text: '',
};
