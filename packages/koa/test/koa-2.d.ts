/** The oldest supported version, used in the tests as the newest is. */
declare module 'koa-2' {
  import Koa from 'koa';
  export default Koa;
}
