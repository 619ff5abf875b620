/** What to say of a weight whose numbers are of a type that is not read; `type` under the name that its format has for it. */
export function unreadTypeMessage(file: string, tensor: string, type: string): string {
  return (
    `${file} holds ${tensor} as ${type}, and weights are read as float64, float32, float16 or bfloat16. Convert the model to ` +
    'one of these, as model.float() does in PyTorch, and save it again.'
  );
}
