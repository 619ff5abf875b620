import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { DownloadFault } from '../../../project/download-events.ts';
import { nullIfMissing } from '../../../project/null-if-missing.ts';

/** A token that identifies the user to the hub. */
export interface HubToken {
  readonly value: string;
  /** Where it was found: an environment variable or a path. */
  readonly from: string;
}

/** In the order of Hugging Face's own software; the second is the older name. */
const VARIABLES = ['HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN'] as const;

/**
 * The user's token, from the places of Hugging Face's own software: the environment, or the file that its login writes.
 * Null if there is none. Throws DownloadFault for an invalid token.
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
  throw new DownloadFault(`${token.from} is not a Hugging Face token, which begins with hf_.`);
}
