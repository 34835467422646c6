/** Good files of every format: made ones, real ones where they are beside the checkout, found ones. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { evalLog, jsonLog, sampleOf } from '../formats/inspect-made.ts';
import { SMALL_STUDY } from '../support/trials.ts';

const SHARED = path.resolve(import.meta.dirname, '../../../shared');
/** Larger files would make every input slow. */
const MOST_BYTES = 40_000;

/** One small file for each format that has no real one, and files that look like several. */
const MADE: readonly string[] = [
  '{"id":"a","model":"m","verdict":{"outcome":"safe"},"turns":[{"kind":"message","text":"t"}]}\n',
  '{"inquest":1,"name":"study"}\n{"id":"a","model":"m","scenario":"s","condition":"c","sample":1,"tags":["x"],"metadata":{"a":1},"startedAt":"2025-05-14T09:00:00Z","verdict":{"outcome":"harmful","label":"l","by":"j","rationale":"r","quotes":[{"turn":1,"text":"t"}],"gates":[{"name":"g","label":"l","passed":true}],"scores":{"x":7}},"turns":[{"kind":"email","from":"a@b","to":"c@d","subject":"s","at":"2025-05-14T09:00","text":"t"},{"kind":"reasoning","text":"","withheld":true},{"kind":"action","name":"n","arguments":{"a":[1]},"text":"t","draft":true},{"kind":"result","text":"t","error":true}]}\n{"id":"b","model":"m","verdict":{"outcome":"unjudged"},"turns":[]}\n',
  '{"metadata":{"transcript_id":"t","judge_output":{"scores":{"concerning":7},"highlights":[{"parts":[{"message_id":"1","quoted_text":"a"}]}]}},"events":[{"type":"transcript_event","view":["target"],"edit":{"operation":"add","message":{"role":"user","id":"1","content":"a"}}},{"type":"transcript_event","view":["target"],"edit":{"operation":"rollback","count":1}},{"type":"transcript_event","view":"target","edit":{"operation":"json_patch","patch":[{"op":"add","path":"/0","value":{}}]}}]}',
  '{"behavior_name":"b","judgments":[{"variation_number":1,"repetition_number":1,"behavior_presence":9}],"failed_judgments":[{}]}',
  '{"id":"r","transcripts":[{"messages":[{"role":"assistant","content":[{"type":"reasoning","redacted":true}],"tool_calls":[{"id":"c","function":"f","arguments":{}}]}]}],"metadata":{"scores":{"x":1}}}\n',
  '{"raw_response":"<SCRATCHPAD_REASONING>a","metadata":{"model":"m","condition":"c"},"classification":{"harmful_behavior":true}}',
  '{"model":"m","messages":[{"role":"system","content":"s"},{"role":"user","content":[{"type":"text","text":"u"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]},{"role":"assistant","content":null,"reasoning_content":"r","tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{\\"a\\":1}"}}]},{"role":"tool","tool_call_id":"1","content":"x"}]}\n'.repeat(
    2,
  ),
  '{"id":"q","llm":"m","cot":"thinking","output":"<think>a</think>b","score":0.5,"meta":{"x":{"y":[1,2]}}}\n{"id":"r","llm":"m","output":"<tool_call>{\\"name\\":\\"f\\"}</tool_call>","harmful":true}\n',
  '[{"prompt":"p","response":"r","model":"m"},{"prompt":"p","response":"r","model":"m","label":"bad"}]',
  '{"type":"user","uuid":"1","parentUuid":null,"sessionId":"s","timestamp":"2025-05-14T09:00:00Z","message":{"role":"user","content":"hi"}}\n{"type":"assistant","uuid":"2","parentUuid":"1","sessionId":"s","timestamp":"2025-05-14T09:00:01Z","message":{"id":"m1","role":"assistant","model":"claude-x","content":[{"type":"thinking","thinking":"t","signature":"s"},{"type":"tool_use","id":"t1","name":"Bash","input":{"command":"ls"}}]}}\n{"type":"user","uuid":"3","parentUuid":"2","sessionId":"s","timestamp":"2025-05-14T09:00:02Z","message":{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"out","is_error":true}]}}\n',
  '{"schema_version":"ATIF-v1.4","session_id":"s","agent":{"name":"a","version":"1","model_name":"m"},"steps":[{"step_id":1,"source":"user","message":"u"},{"step_id":2,"source":"agent","message":"a","reasoning_content":"r","tool_calls":[{"tool_call_id":"c","function_name":"f","arguments":{"x":1}}],"observation":{"results":[{"source_call_id":"c","content":"o"}]}}],"final_metrics":{"total_cost_usd":1}}',
];

/** All files, read once. */
export function sampleBytes(): readonly Buffer[] {
  const texts = MADE.map((text) => Buffer.from(text));
  const logs = [
    Buffer.from(jsonLog([sampleOf({}), sampleOf({ id: 2, scores: { s: { value: 'I' } } })])),
    evalLog([sampleOf({}), sampleOf({ id: 2 })]),
    evalLog([sampleOf({})], { method: 93 }),
  ];
  const native = Buffer.from(SMALL_STUDY.map((trial) => `${JSON.stringify(trial)}\n`).join(''));
  const packed = [
    gzipSync(texts[0] ?? ''),
    zstdCompressSync(texts[1] ?? ''),
    zstdCompressSync(native),
  ];
  return [...texts, ...logs, native, ...packed, ...sharedFiles()];
}

function sharedFiles(): readonly Buffer[] {
  const names = ['fixtures', 'cases'].flatMap((folder) => {
    try {
      const found = readdirSync(path.join(SHARED, folder), { recursive: true, encoding: 'utf8' });
      return found.map((name) => path.join(SHARED, folder, name)).toSorted();
    } catch {
      return [];
    }
  });
  return names
    .filter((file) => /\.(jsonl?|eval|gz|zst)$/.test(file))
    .map((file) => ({ file, found: statSync(file) }))
    .filter(({ found }) => found.isFile() && found.size < MOST_BYTES)
    .map(({ file }) => readFileSync(file));
}

/** Whether there are only the made files. */
export function lackShared(): boolean {
  return sharedFiles().length === 0;
}
