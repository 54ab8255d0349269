import type { Gateway } from "../operations/gateway.ts";
import type { Workers } from "./workers.ts";

/** Tells of a job that failed: of which kind it was, and on which row. */
export type Report = (error: unknown, work: string, id?: string) => void;

/** A kind of work that falls due, by the name that logs and metrics have for it. */
export type DueJob = {
  name: string;
  /** @param places jobs of this kind that wait at once for one bank in one mode */
  open(gateway: Gateway, places: number, report: Report): OpenJob;
};

/** The workers of one kind of job in this process, and their look into the database for what has fallen due: all of it, or as much as there is time for. */
export type OpenJob = Workers & { look(whole: boolean): void };
