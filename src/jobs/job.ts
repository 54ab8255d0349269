import type { Gateway } from "../operations/gateway.ts";
import type { Workers } from "./workers.ts";

/** Reports a failed job: its kind, and the id of its row. */
export type Report = (error: unknown, work: string, id?: string) => void;

/** A kind of job, with the name that logs and metrics use. */
export type DueJob = {
  name: string;
  /** @param places upper bound of jobs of this kind that wait at once for one bank in one mode */
  open(gateway: Gateway, places: number, report: Report): OpenJob;
};

/** The workers of one kind of job in this process. `look` makes them search the database for due rows: all, or as many as a tick has time for. */
export type OpenJob = Workers & { look(whole: boolean): void };
