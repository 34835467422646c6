/** Which stored names of models mean the same model. */

/** Makers and hosts that are written before a name: `openai/gpt-4.1`, `openai_gpt-4.1`. */
const PROVIDERS =
  /^(?:openrouter|together|bedrock|vertex|azureai|ollama|hf|huggingface|anthropic|openai|google|deepseek-ai|deepseek|qwen|meta-llama|meta|mistralai|mistral|x-ai|xai|grok|moonshotai|minimax|z-ai|zai-org|zai|nvidia|cohere|amazon|microsoft)[/_]/;

/**
 * One key for all names of a model: lower case, without the provider before it, `:` and `/` as the
 * `_` of folder names. `deepseek/deepseek-r1`, `DeepSeek-R1` and `deepseek-ai_DeepSeek-R1` are one.
 * A variant's suffix (`:cloud`, `:70b`) stays: it may be another model.
 */
export function modelKey(name: string): string {
  let key = name.trim().toLowerCase();
  for (let bare = key.replace(PROVIDERS, ''); bare !== key; bare = key.replace(PROVIDERS, '')) {
    key = bare;
  }
  // Any other maker before a slash; of a path, the last part is the model.
  key = key.slice(key.lastIndexOf('/') + 1) || key;
  return key.replaceAll(/[:/\s]/g, '_');
}
