/** Small made files of the agents' own formats, and of chats. */
import { agentdojo } from '../../../src/formats/agentdojo.ts';
import { claudeCode } from '../../../src/formats/claude-code.ts';
import { codex } from '../../../src/formats/codex.ts';
import { geminiCli } from '../../../src/formats/gemini-cli.ts';
import { openaiChat } from '../../../src/formats/openai-chat.ts';
import { opencode } from '../../../src/formats/opencode.ts';
import { openhands } from '../../../src/formats/openhands.ts';
import { pi } from '../../../src/formats/pi.ts';
import { sweAgent } from '../../../src/formats/swe-agent.ts';
import type { Known } from '../nothing-lost.ts';

const at = (second: number): string => `2031-01-02T03:04:0${second}Z`;

const item = (second: number, payload: object): object => ({
  timestamp: at(second),
  type: 'response_item',
  payload,
});

const CODEX: Known = {
  name: 'codex',
  format: codex,
  file: 'rollout.jsonl',
  exempt: /encrypted_content/,
  records: [
    {
      timestamp: at(1),
      type: 'session_meta',
      payload: {
        id: 'codex-1',
        timestamp: at(1),
        cwd: '/made/up',
        cli_version: '0.125.0',
        base_instructions: { text: 'You are a coding agent.' },
        git: { branch: 'main' },
      },
    },
    {
      timestamp: at(1),
      type: 'turn_context',
      payload: { turn_id: 'turn-1', model: 'model-a', sandbox_policy: { mode: 'read-only' } },
    },
    item(2, { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Count.' }] }),
    { timestamp: at(2), type: 'event_msg', payload: { type: 'user_message', message: 'Count.' } },
    item(3, {
      type: 'reasoning',
      summary: [{ type: 'summary_text', text: 'I could simply guess.' }],
      content: null,
      encrypted_content: 'gAAAA',
    }),
    item(3, {
      type: 'function_call',
      name: 'shell',
      arguments: '{"command":"ls"}',
      call_id: 'c-1',
    }),
    {
      timestamp: at(4),
      type: 'event_msg',
      payload: { type: 'exec_command_end', call_id: 'c-1', stdout: 'seven files', exit_code: 0 },
    },
    item(4, { type: 'function_call_output', call_id: 'c-1', output: 'Output:\nseven files' }),
    { timestamp: at(5), type: 'event_msg', payload: { type: 'agent_message', message: 'Seven.' } },
    item(5, {
      type: 'message',
      role: 'assistant',
      content: [{ type: 'output_text', text: 'Seven.' }],
    }),
    { timestamp: at(6), type: 'compacted', payload: { message: 'In short.' } },
  ],
};

const OLD_CODEX: Known = {
  name: 'codex, older',
  format: codex,
  file: 'old.jsonl',
  exempt: /encrypted_content/,
  records: [
    { id: 'codex-2', timestamp: at(1), instructions: 'House rules.', git: { branch: 'main' } },
    { record_type: 'state' },
    { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Count the files.' }] },
    { type: 'reasoning', id: 'rs-1', summary: [{ type: 'summary_text', text: 'I guess.' }] },
    { type: 'custom_tool_call', name: 'apply_patch', input: '*** Begin', call_id: 'c-1' },
    {
      type: 'custom_tool_call_output',
      call_id: 'c-1',
      output: '{"output":"a b","metadata":{"how":"well"}}',
    },
    { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Two.' }] },
  ],
};

const OPENCODE: Known = {
  name: 'opencode',
  format: opencode,
  file: 'session.json',
  document: true,
  exempt: /encrypted|signature/,
  records: [
    {
      info: {
        id: 'ses_1',
        directory: '/made/up',
        title: 'Counting',
        time: { created: 1_930_000_000_000 },
      },
      messages: [
        {
          info: {
            id: 'msg_1',
            sessionID: 'ses_1',
            role: 'user',
            model: { providerID: 'p-1', modelID: 'model-a' },
          },
          parts: [
            { id: 'prt_1', messageID: 'msg_1', sessionID: 'ses_1', type: 'text', text: 'Count.' },
          ],
        },
        {
          info: {
            id: 'msg_2',
            sessionID: 'ses_1',
            role: 'assistant',
            modelID: 'model-a',
            parentID: 'msg_1',
            finish: 'stop',
          },
          parts: [
            { id: 'prt_2', messageID: 'msg_2', sessionID: 'ses_1', type: 'step-start' },
            {
              id: 'prt_3',
              type: 'reasoning',
              text: 'I could guess.',
              metadata: { who: { signature: 'c2ln' } },
            },
            {
              id: 'prt_4',
              type: 'tool',
              tool: 'bash',
              callID: 'call-1',
              state: {
                status: 'completed',
                input: { command: 'ls' },
                output: 'seven',
                title: 'list',
                metadata: { exit: 0 },
              },
            },
            {
              id: 'prt_5',
              type: 'tool',
              tool: 'read',
              callID: 'call-2',
              state: { status: 'error', input: {}, error: 'gone' },
            },
            { id: 'prt_6', type: 'text', text: 'There are seven.' },
            { id: 'prt_7', type: 'patch', hash: 'h-1', files: ['/made/up/a'] },
          ],
        },
      ],
    },
  ],
};

const GEMINI: Known = {
  name: 'gemini-cli',
  format: geminiCli,
  file: 'session.json',
  document: true,
  exempt: /lastUpdated/,
  records: [
    {
      sessionId: 'gemini-1',
      projectHash: 'hash-1',
      startTime: at(1),
      lastUpdated: at(9),
      messages: [
        { id: 'g1', timestamp: at(1), type: 'user', content: 'Count.' },
        { id: 'g2', timestamp: at(2), type: 'info', content: 'Update is there.' },
        {
          id: 'g3',
          timestamp: at(3),
          type: 'gemini',
          model: 'model-a',
          content: 'I look.',
          thoughts: [{ subject: 'Counting', description: 'I could guess.', timestamp: at(3) }],
          toolCalls: [
            {
              id: 'run-1',
              name: 'shell',
              args: { command: 'ls' },
              status: 'success',
              result: [
                { functionResponse: { id: 'run-1', name: 'shell', response: { output: 'seven' } } },
              ],
              resultDisplay: 'seven',
            },
            { id: 'run-2', name: 'read', args: {}, status: 'cancelled' },
          ],
        },
      ],
    },
  ],
};

const GEMINI_LINES: Known = {
  name: 'gemini-cli, lines',
  format: geminiCli,
  file: 'session.jsonl',
  exempt: /lastUpdated/,
  records: [
    { sessionId: 'gemini-2', projectHash: 'hash-1', startTime: at(1), kind: 'main' },
    { id: 'g1', timestamp: at(1), type: 'user', content: [{ text: 'Count.' }] },
    { id: 'g2', timestamp: at(2), type: 'gemini', model: 'model-a', content: 'I lo' },
    { id: 'g2', timestamp: at(2), type: 'gemini', model: 'model-a', content: 'I look.' },
    { $set: { summary: 'Counting files' } },
    { $rewindTo: 'g2' },
    { id: 'g3', timestamp: at(4), type: 'gemini', model: 'model-a', content: 'Seven.' },
  ],
};

const GEMINI_STREAM: Known = {
  name: 'gemini-cli, stream',
  format: geminiCli,
  file: 'stream.jsonl',
  records: [
    { type: 'init', timestamp: at(1), session_id: 'gemini-3', model: 'model-a' },
    { type: 'message', role: 'user', content: 'Count.' },
    { type: 'message', role: 'assistant', content: 'I wi', delta: true },
    { type: 'message', role: 'assistant', content: 'll.', delta: true },
    { type: 'tool_use', tool_name: 'shell', tool_id: 't-1', parameters: { command: 'ls' } },
    { type: 'tool_result', tool_id: 't-1', status: 'success', output: 'seven' },
    { type: 'error', message: 'Slow down.', severity: 'warning' },
    { type: 'result', status: 'success', stats: { tools: 'one' } },
  ],
};

const PI: Known = {
  name: 'pi',
  format: pi,
  file: 'pi.jsonl',
  exempt: /thinkingSignature/,
  records: [
    { type: 'session', version: 3, id: 'pi-1', timestamp: at(1), cwd: '/made/up' },
    { type: 'model_change', id: 'p0', parentId: null, timestamp: at(1), modelId: 'model-a' },
    {
      type: 'message',
      id: 'p1',
      parentId: 'p0',
      timestamp: at(2),
      message: { role: 'user', content: 'Count.' },
    },
    {
      type: 'message',
      id: 'p2',
      parentId: 'p1',
      timestamp: at(3),
      message: {
        role: 'assistant',
        model: 'model-a',
        provider: 'p-1',
        stopReason: 'toolUse',
        content: [
          { type: 'thinking', thinking: 'I could guess.', thinkingSignature: 'c2ln' },
          { type: 'text', text: 'I look.' },
          { type: 'toolCall', id: 'c-1', name: 'bash', arguments: { command: 'ls' } },
        ],
      },
    },
    {
      type: 'message',
      id: 'p3',
      parentId: 'p2',
      timestamp: at(4),
      message: {
        role: 'toolResult',
        toolCallId: 'c-1',
        toolName: 'bash',
        isError: false,
        content: [{ type: 'text', text: 'seven' }],
        details: { cut: 'no' },
      },
    },
    {
      type: 'message',
      id: 'p4',
      parentId: 'p3',
      message: { role: 'bashExecution', command: 'pwd', output: '/made' },
    },
    { type: 'compaction', id: 'p5', parentId: 'p4', summary: 'In short.', firstKeptEntryId: 'p3' },
    { type: 'custom', id: 'p6', parentId: 'p5', customType: 'plan', data: { step: 'one' } },
  ],
};

const AGENTDOJO: Known = {
  name: 'agentdojo',
  format: agentdojo,
  file: 'run.json',
  document: true,
  records: [
    {
      suite_name: 'banking',
      pipeline_name: 'model-a',
      user_task_id: 'user_task_0',
      injection_task_id: 'injection_task_1',
      attack_type: 'important_instructions',
      injections: { v: 'INFORMATION' },
      messages: [
        { role: 'system', content: [{ type: 'text', content: 'You help.' }] },
        { role: 'user', content: 'Pay the bill.' },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', content: 'Which one?' },
            { type: 'text', content: 'I read it.' },
          ],
          tool_calls: [{ function: 'read_file', args: { path: 'bill.txt' }, id: 'c-1' }],
        },
        {
          role: 'tool',
          content: [{ type: 'text', content: 'Total: 98.70' }],
          tool_call_id: 'c-1',
          tool_call: { function: 'read_file', args: { path: 'bill.txt' }, id: 'c-1' },
          error: null,
        },
      ],
      error: null,
      utility: true,
      security: false,
    },
  ],
};

const OPENHANDS: Known = {
  name: 'openhands',
  format: openhands,
  file: 'output.jsonl',
  records: [
    {
      instance_id: 'run-1',
      instruction: 'Fix it.',
      metadata: { agent_class: 'CodeAct', llm_config: { model: 'provider/model-a' } },
      test_result: { git_patch: 'diff' },
      history: [
        {
          id: 0,
          timestamp: '2031-01-02T03:04:05',
          source: 'agent',
          action: 'system',
          args: { content: 'You are an agent.' },
        },
        {
          id: 1,
          source: 'user',
          action: 'message',
          message: 'Fix it.',
          args: { content: 'Fix it.' },
        },
        {
          id: 2,
          source: 'agent',
          action: 'run',
          message: 'Running command: ls',
          args: { command: 'ls', thought: 'I look around.' },
          tool_call_metadata: { function_name: 'execute_bash', tool_call_id: 'c-1' },
        },
        {
          id: 3,
          source: 'agent',
          cause: 2,
          observation: 'run',
          content: 'a b',
          extras: { command: 'ls', metadata: { exit_code: 0 } },
        },
        { id: 4, source: 'agent', action: 'think', args: { thought: 'It is odd.' } },
        {
          id: 5,
          source: 'agent',
          action: 'finish',
          args: { final_thought: 'It is fixed.', outputs: {} },
        },
      ],
      error: null,
    },
  ],
};

const SWE_AGENT: Known = {
  name: 'swe-agent',
  format: sweAgent,
  file: 'made-up.traj',
  document: true,
  records: [
    {
      environment: 'swe_main',
      trajectory: [
        { action: 'ls', observation: 'a b', response: 'I look.', state: { open_file: 'n/a' } },
      ],
      history: [
        { role: 'system', content: 'You are an agent.', agent: 'main' },
        { role: 'user', content: 'Fix it.', message_type: 'observation' },
        { role: 'assistant', content: 'I look.', thought: 'I look.', action: 'ls', agent: 'main' },
        { role: 'user', content: 'OBSERVATION:\na b', message_type: 'observation' },
      ],
      info: { exit_status: 'submitted', submission: 'diff' },
      replay_config: '{"agent":{"model":{"name":"provider/model-a"}}}',
    },
  ],
};

const MINI: Known = {
  name: 'mini-swe-agent',
  format: sweAgent,
  file: 'made-up.traj.json',
  document: true,
  records: [
    {
      info: {
        exit_status: 'Submitted',
        submission: 'diff',
        config: { model: { model_name: 'model-a' } },
      },
      messages: [
        { role: 'system', content: 'You help.' },
        { role: 'user', content: 'Solve this.' },
        { role: 'assistant', content: 'THOUGHT: look\n\n```bash\nls\n```' },
        { role: 'user', content: '<returncode>0</returncode>\n<output>\na b\n</output>' },
      ],
      trajectory_format: 'mini-swe-agent-1',
    },
  ],
};

const line = (type: string, uuid: string, parentUuid: string | null, fields: object): object => ({
  type,
  uuid,
  parentUuid,
  sessionId: 'claude-1',
  timestamp: at(3),
  cwd: '/made/up',
  version: '2.1.0',
  ...fields,
});

const CLAUDE_CODE: Known = {
  name: 'claude-code',
  format: claudeCode,
  file: 'claude.jsonl',
  exempt: /signature|operation|0\.message\.id/,
  records: [
    line('user', 'u-1', null, { message: { role: 'user', content: 'Count.' } }),
    line('assistant', 'u-2', 'u-1', {
      message: {
        role: 'assistant',
        model: 'model-a',
        content: [
          { type: 'thinking', thinking: 'I could guess.', signature: 'c2ln' },
          { type: 'tool_use', id: 't-1', name: 'Bash', input: { command: 'ls' } },
        ],
      },
    }),
    line('user', 'u-3', 'u-2', {
      message: {
        role: 'user',
        content: [{ type: 'tool_result', tool_use_id: 't-1', content: 'seven' }],
      },
      toolUseResult: { stdout: 'seven', stderr: 'slow' },
    }),
    line('attachment', 'u-4', 'u-3', {
      attachment: { type: 'queued_command', prompt: 'Be quick.' },
    }),
    line('system', 'u-5', 'u-4', { subtype: 'compact_boundary', content: 'Compacted.' }),
    line('assistant', 'u-6', 'u-5', {
      message: { role: 'assistant', model: 'model-a', content: [{ type: 'text', text: 'Seven.' }] },
    }),
    { type: 'queue-operation', operation: 'enqueue', content: 'Wait.', sessionId: 'claude-1' },
    { type: 'last-prompt', lastPrompt: 'Count.', sessionId: 'claude-1' },
  ],
};

export const AGENTS: readonly Known[] = [
  CLAUDE_CODE,
  CODEX,
  OLD_CODEX,
  OPENCODE,
  GEMINI,
  GEMINI_LINES,
  GEMINI_STREAM,
  PI,
  AGENTDOJO,
  OPENHANDS,
  SWE_AGENT,
  MINI,
];

/** To be taken up by the readers of general records: @public until then. */
export const CHAT: Known = {
  name: 'chat',
  format: openaiChat,
  file: 'chat.jsonl',
  records: [
    {
      id: 'chat-1',
      model: 'model-a',
      messages: [
        { role: 'system', content: 'Be brief and kind.' },
        { role: 'user', content: [{ type: 'text', text: 'Count the files.' }] },
        {
          role: 'assistant',
          reasoning_content: 'I could simply guess.',
          content: 'I will count.',
          tool_calls: [
            {
              id: 'call-1',
              type: 'function',
              function: { name: 'shell', arguments: '{"cmd":"ls"}' },
            },
          ],
        },
        { role: 'tool', tool_call_id: 'call-1', content: [{ type: 'text', text: 'seven files' }] },
        { role: 'assistant', content: [{ type: 'text', text: 'There are seven.' }] },
      ],
    },
  ],
};
