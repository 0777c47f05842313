/** The oldest supported version, used in the tests as the newest is. */
declare module 'express-4' {
  import express from 'express';
  export default express;
}
