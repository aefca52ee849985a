interface Example {
  id: string;
  label: string;
  note: string;
  document: string;
}

/** Each is a whole document that the pool editor takes as it is, once its secrets are there. */
export const examples: readonly Example[] = [
  {
    id: "vllm",
    label: "Own vLLM pool",
    note: "Two replicas of one model. The gateway reads their /metrics and sends calls with the same beginning to the same replica.",
    document: `pools:
  - name: llama-3.1-8b
    strategy: prefix_affinity
    replicas:
      - name: gpu-1
        url: http://10.0.0.11:8000
        kind: vllm
        model: meta-llama/Llama-3.1-8B-Instruct
        gpu_hour_usd: 1.80
      - name: gpu-2
        url: http://10.0.0.12:8000
        kind: vllm
        model: meta-llama/Llama-3.1-8B-Instruct
        gpu_hour_usd: 1.80
`,
  },
  {
    id: "openai",
    label: "OpenAI",
    note: "Keep the key under Secrets in the pool editor, as “openai” for https://api.openai.com.",
    document: `pools:
  - name: gpt-4o-mini
    replicas:
      - url: https://api.openai.com/v1
        kind: openai
        api_key: secret:openai
`,
  },
  {
    id: "litellm",
    label: "LiteLLM file",
    note: "A LiteLLM file works as it is; only its keys move into Secrets.",
    document: `model_list:
  - model_name: chat
    litellm_params:
      model: openai/gpt-4o-mini
      api_key: secret:openai
  - model_name: chat
    litellm_params:
      model: hosted_vllm/llama-3.1-8b
      api_base: http://10.0.0.11:8000
  - model_name: backup
    litellm_params:
      model: anthropic/claude-haiku-4-5
      api_key: secret:anthropic
litellm_settings:
  fallbacks: [{ chat: [backup] }]
`,
  },
];
