/** Attachments of a Claude Code session: what was put before the model beside the messages. */
import { textOf } from '../chat/chat.ts';
import { isObject, isWord, type JsonObject } from '../json/json.ts';

/** What an attachment is, its words, and the fields that hold those. */
export type Attachment = {
  readonly kind: 'prompt' | 'context' | 'bookkeeping';
  readonly text: string;
  readonly known: ReadonlySet<string>;
};

/** Attachments that tell nothing of the conversation. */
const BOOKKEEPING = new Set(
  `skill_listing deferred_tools_delta task_reminder todo_reminder todo command_permissions hook_success
  agent_listing_delta mcp_instructions_delta date_change`.split(/\s+/),
);
const PROMPT = new Set(['type', 'prompt']);
const CONTEXT = new Set(['type', 'content', 'text', 'message', 'stdout']);

/** Reads an attachment; undefined for one that is not known and has no words. */
export function attachmentOf(attachment: JsonObject): Attachment | undefined {
  const type = textOf(attachment['type']);
  if (type === 'queued_command' && attachment['prompt'] !== undefined) {
    return { kind: 'prompt', text: textOf(attachment['prompt']), known: PROMPT };
  }
  if (BOOKKEEPING.has(type)) return { kind: 'bookkeeping', text: '', known: PROMPT };
  const given = attachment['content'] ?? attachment['text'] ?? attachment['message'];
  const text = contentText(given);
  if (text !== '') return { kind: 'context', text, known: CONTEXT };
  // A reference to a file that was read earlier has its name alone.
  const name = ['displayPath', 'filename', 'path'].map((key) => attachment[key]).find(isWord);
  return name === undefined ? undefined : { kind: 'context', text: name, known: CONTEXT };
}

/** The text of a file, of a memory, of what a hook adds, or of parts. */
function contentText(content: unknown): string {
  if (!isObject(content)) return textOf(content);
  const inner = content['file'] ?? content['content'] ?? content['text'];
  return isObject(inner) || typeof inner === 'string' ? contentText(inner) : textOf(content);
}
