import { basename, dirname, join } from 'pathe';
import { LATEST, stepOf, TRAINER } from '../../project/checkpoint-names.ts';
import type { Files } from '../../project/files.ts';
import { makeFolderOutsideGit } from '../../project/folder-outside-git.ts';
import { nullIfMissing } from '../../project/null-if-missing.ts';
import type { Project } from '../../project/project.ts';
import type { Ranks } from '../../project/ranks.ts';
import { writeText } from '../../project/write-text.ts';
import { latestCheckpoint } from '../models/checkpoints/run-folder.ts';

/** Bytes that travel at a time. */
const PIECE_BYTES = 2 ** 24;

/** A checkpoint as rank 0 has it. */
interface Offer {
  /** 'model-200' */
  readonly name: string;
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
  /** trainer.json, which no two checkpoints have in common. */
  readonly trainer: string;
  readonly isLatest: boolean;
}

/**
 * Gives the newest checkpoint of a run to the machines that do not have it, since rank 0 alone saves: so a training can be
 * resumed on machines that share no disk. `name`: that checkpoint instead of the newest. All ranks call it. Throws WriteFault.
 */
export async function shareCheckpoint(
  { files, ranks }: Project,
  runFolder: string,
  name: string | null = null,
): Promise<void> {
  if (ranks.size === 1) return;
  const own = ranks.rank === 0 ? await offerOf(files, runFolder, name) : null;
  const offer = JSON.parse((await ranks.gather(JSON.stringify(own)))[0]) as Offer | null;
  if (offer === null) return;
  const lacks = ranks.rank > 0 && !(await has(files, runFolder, offer));
  const lacking = await ranks.gather(lacks ? ranks.host : '');
  if (lacking.every((host) => host === '')) return;
  // Ranks of one machine share its disk.
  if (lacks && lacking.indexOf(ranks.host) === ranks.rank) await receive(files, ranks, runFolder, offer);
  else await pass(files, ranks, runFolder, offer);
  await ranks.gather('written');
}

async function offerOf(files: Files, runFolder: string, wanted: string | null): Promise<Offer | null> {
  const latest = await latestCheckpoint(files, runFolder);
  const path = wanted === null ? latest?.path : join(runFolder, wanted);
  const trainer = path === undefined ? null : await nullIfMissing(files.read(join(path, TRAINER)));
  // A checkpoint that another program saved has to be copied by hand.
  if (path === undefined || trainer === null) return null;
  const entries = (await files.list(path)).filter(({ kind }) => kind === 'file');
  const sizes = await Promise.all(entries.map(({ name }) => files.stat(join(path, name))));
  return {
    name: basename(path),
    files: entries.map(({ name }, i) => ({ name, bytes: sizes[i].bytes })),
    trainer: new TextDecoder().decode(trainer),
    isLatest: wanted === null,
  };
}

async function has(files: Files, runFolder: string, { name, trainer, isLatest }: Offer): Promise<boolean> {
  const own = await nullIfMissing(files.read(join(runFolder, name, TRAINER)));
  if (own === null || new TextDecoder().decode(own) !== trainer) return false;
  return !isLatest || (await latestCheckpoint(files, runFolder))?.step === stepOf(name);
}

/** Sends the files, or on another rank that has them lets them pass. */
async function pass(files: Files, ranks: Ranks, runFolder: string, offer: Offer): Promise<void> {
  for (const { name, bytes } of offer.files) {
    const file = ranks.rank === 0 ? await files.open(join(runFolder, offer.name, name)) : null;
    try {
      for (let at = 0; at < bytes; at += PIECE_BYTES) {
        const piece = file === null ? NOTHING : await file.read(at, Math.min(PIECE_BYTES, bytes - at));
        await ranks.gatherBytes(piece);
      }
    } finally {
      await file?.close();
    }
  }
}

const NOTHING = new Uint8Array();

async function receive(files: Files, ranks: Ranks, runFolder: string, offer: Offer): Promise<void> {
  await makeFolderOutsideGit(files, dirname(runFolder));
  await files.makeFolder(runFolder);
  const path = join(runFolder, offer.name);
  await files.remove(path);
  const folder = await files.createFolder(path);
  try {
    for (const { name, bytes } of offer.files) {
      await folder.file(name, async (write) => {
        for (let at = 0; at < bytes; at += PIECE_BYTES) await write((await ranks.gatherBytes(NOTHING))[0]);
      });
    }
    await folder.commit();
  } finally {
    await folder.discard();
  }
  if (offer.isLatest) await writeText(files, join(runFolder, LATEST), `${offer.name}\n`);
}
