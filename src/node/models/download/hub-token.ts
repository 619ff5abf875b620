import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { DownloadFault } from '../../../project/download-events.ts';
import { nullIfMissing } from '../../../project/null-if-missing.ts';

/** What tells the hub who asks. */
export interface HubToken {
  readonly value: string;
  /** Where it was found: a variable of the environment, or a path. */
  readonly from: string;
}

/** In the order in which Hugging Face's own software looks; the second one is the older name. */
const VARIABLES = ['HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN'] as const;

/**
 * The token of whoever uses this machine, where Hugging Face's own software has it: in the environment, or in the file
 * that its login leaves; null where there is none. Throws DownloadFault for what is no token.
 */
export async function hubToken(): Promise<HubToken | null> {
  for (const name of VARIABLES) {
    const value = process.env[name]?.trim();
    if (value) return checked({ value, from: name });
  }
  const path = tokenPath();
  const value = (await nullIfMissing(readFile(path, 'utf8')))?.trim();
  return value ? checked({ value, from: path }) : null;
}

function tokenPath(): string {
  const { HF_TOKEN_PATH, HF_HOME, XDG_CACHE_HOME } = process.env;
  const home = HF_HOME || join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'huggingface');
  return HF_TOKEN_PATH || join(home, 'token');
}

function checked(token: HubToken): HubToken {
  if (token.value.startsWith('hf_')) return token;
  throw new DownloadFault(`${token.from} is no token of Hugging Face: those begin with hf_.`);
}
