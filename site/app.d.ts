declare global {
  namespace App {
    interface Platform {
      ctx: ExecutionContext;
      /** Calls the API in this process, with the visitor's own headers. Absent under `vite dev`. */
      api?: (request: Request) => Promise<Response>;
    }
  }
}

export {};
