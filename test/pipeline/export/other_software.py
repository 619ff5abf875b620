"""What other software makes of our files, and files that it makes for us. Prints JSON.

    other_software.py read <folder>    <folder> holds exports of one model: hf/, onnx/, tensorflow/, <dtype>.gguf
    other_software.py trained <folder> <folder> has hf/, a trained model; ids.json, some tokens; scores.f32, what we say
                                       after each of them; prompt.txt, whose greedy continuation is written
    other_software.py graphs <folder>  <folder> has a folder for each of several models: config.json and model.safetensors as
                                       transformers wrote them, onnx/ as we export the same model
    other_software.py write <folder>   writes one model into <folder> in every form: safetensors, sharded, half, bin, tf
"""

import json
import os
import sys

import numpy as np
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, GPT2Config, GPT2LMHeadModel

what, folder = sys.argv[1:]
MATRICES = ("c_attn.weight", "c_proj.weight", "c_fc.weight")
GGUF = {"attn_norm": "ln_1", "attn_qkv": "attn.c_attn", "attn_output": "attn.c_proj", "ffn_norm": "ln_2"}
GGUF |= {"ffn_up": "mlp.c_fc", "ffn_down": "mlp.c_proj", "token_embd": "wte", "position_embd": "wpe", "output_norm": "ln_f"}


def read_huggingface():
    model = GPT2LMHeadModel.from_pretrained(f"{folder}/hf").eval()
    tokenizer = AutoTokenizer.from_pretrained(f"{folder}/hf")
    ids = tokenizer("ab abc <|endoftext|> é")["input_ids"]
    tokens = torch.tensor([[1, 7, 3, 9, 200, 5]])
    weights = {name: value.numpy() for name, value in model.transformer.state_dict().items()}
    loss = model(tokens, labels=tokens).loss.item()
    return weights, {"loss": loss, "ids": ids, "onnx": read_onnx(f"{folder}/onnx/onnx", model, tokens)}


def read_graphs():
    found = {}
    for name in sorted(os.listdir(folder)):
        model = AutoModelForCausalLM.from_pretrained(f"{folder}/{name}", dtype=torch.float32).eval()
        found[name] = read_onnx(f"{folder}/{name}/onnx", model, torch.tensor([[20, 18, 0, 14, 22, 7, 33, 3]]))
    return found


def read_trained():
    from transformers import pipeline

    model = AutoModelForCausalLM.from_pretrained(f"{folder}/hf").eval()
    tokenizer = AutoTokenizer.from_pretrained(f"{folder}/hf")
    with open(f"{folder}/ids.json") as file:
        ids = json.load(file)
    with open(f"{folder}/prompt.txt") as file:
        prompt = file.read()
    with torch.no_grad():
        theirs = model(torch.tensor([ids])).logits[0].numpy()
    ours = np.fromfile(f"{folder}/scores.f32", np.float32).reshape(theirs.shape)
    write = pipeline("text-generation", model=model, tokenizer=tokenizer)
    text = write(prompt, do_sample=False, max_new_tokens=32, return_full_text=False)[0]["generated_text"]
    return {"worst": float(np.abs(theirs - ours).max()), "largest": float(np.abs(theirs).max()), "text": text}


def read_onnx(graphs, model, tokens):
    """By how much the logits of each graph in a folder differ from those of transformers at most."""
    import onnx
    import onnxruntime

    expected = model(tokens).logits.detach().numpy()
    worst = {}
    for name in ("model", "model_quantized"):
        path = f"{graphs}/{name}.onnx"
        onnx.checker.check_model(path, full_check=True)
        session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
        shape = lambda value: [axis if isinstance(axis, int) else {"batch_size": 1}.get(axis, 0) for axis in value.shape]
        past = {value.name: np.zeros(shape(value), np.float32) for value in session.get_inputs() if "past" in value.name}
        places = np.arange(tokens.shape[1])[None]
        given = {"input_ids": tokens.numpy(), "attention_mask": np.ones_like(places), "position_ids": places}
        worst[name] = float(np.abs(session.run(["logits"], given | past)[0] - expected).max())
    return worst


def read_gguf(weights, path):
    import gguf

    reader = gguf.GGUFReader(path)
    keys = {key: field.contents() for key, field in reader.fields.items()}
    worst = 0.0
    for tensor in reader.tensors:
        parts = tensor.name.split(".")
        name = ".".join((["h", parts[1]] if parts[0] == "blk" else []) + [GGUF[parts[-2]], parts[-1]])
        values = gguf.quants.dequantize(tensor.data, tensor.tensor_type)
        expected = weights[name].T if name.endswith(MATRICES) else weights[name]
        assert values.shape == expected.shape, (name, values.shape, expected.shape)
        worst = max(worst, float(np.abs(values - expected).max() / (np.abs(expected).max() or 1)))
    types = sorted({tensor.tensor_type.name for tensor in reader.tensors})
    return {"tensors": len(reader.tensors), "worst": worst, "types": types, "architecture": keys["general.architecture"],
            "tokens": len(keys["tokenizer.ggml.tokens"]), "keys": sorted(keys)}


def read_tensorflow(weights):
    import tensorflow as tf

    reader = tf.train.load_checkpoint(tf.train.latest_checkpoint(f"{folder}/tensorflow"))
    shapes = reader.get_variable_to_shape_map()
    layer = lambda name: name.replace("model/h", "h.", 1) if name[7:8].isdigit() else name.replace("model/", "", 1)
    ends = {"w": "weight", "g": "weight", "b": "bias"}
    differ = 0
    for name in shapes:
        parts = layer(name).split("/")
        ours = ".".join([*parts[:-1], ends.get(parts[-1], f"{parts[-1]}.weight")])
        differ += not np.array_equal(np.squeeze(reader.get_tensor(name)), np.squeeze(weights[ours]))
    return {"variables": len(shapes), "differ": differ}


def write():
    torch.manual_seed(3)
    config = GPT2Config(vocab_size=258, n_positions=16, n_embd=32, n_layer=2, n_head=2, bos_token_id=257, eos_token_id=257)
    model = GPT2LMHeadModel(config)
    for parameter in model.parameters():
        # Whole multiples of 2^-6 below 2: the same number in every float.
        parameter.data = torch.randint(-127, 128, parameter.shape) / 64
    model.save_pretrained(f"{folder}/safetensors")
    model.save_pretrained(f"{folder}/sharded", max_shard_size="40KB")
    model.half().save_pretrained(f"{folder}/float16")
    model.bfloat16().save_pretrained(f"{folder}/bfloat16")
    model.float()
    os.makedirs(f"{folder}/bin")
    torch.save(model.state_dict(), f"{folder}/bin/pytorch_model.bin")
    config.save_pretrained(f"{folder}/bin")
    # As transformers divided them while it wrote pickles.
    os.makedirs(f"{folder}/sharded-bin")
    config.save_pretrained(f"{folder}/sharded-bin")
    items = list(model.state_dict().items())
    weight_map = {}
    for i, part in enumerate((items[:9], items[9:])):
        name = f"pytorch_model-{i + 1:05}-of-00002.bin"
        torch.save(dict(part), f"{folder}/sharded-bin/{name}")
        weight_map |= {key: name for key, _ in part}
    with open(f"{folder}/sharded-bin/pytorch_model.bin.index.json", "w") as file:
        json.dump({"metadata": {}, "weight_map": weight_map}, file)
    write_gguf({name: value.numpy() for name, value in model.transformer.state_dict().items()})
    write_tensorflow({name: value.numpy() for name, value in model.transformer.state_dict().items()})


def write_gguf(weights):
    import gguf

    os.makedirs(f"{folder}/gguf")
    writer = gguf.GGUFWriter(f"{folder}/gguf/model.gguf", "gpt2")
    writer.add_context_length(16)
    writer.add_embedding_length(32)
    writer.add_feed_forward_length(128)
    writer.add_block_count(2)
    writer.add_head_count(2)
    writer.add_layer_norm_eps(1e-5)
    writer.add_tokenizer_model("gpt2")
    with open(f"{folder}/vocabulary.json") as file:
        tokens = json.load(file)
    writer.add_token_list(tokens)
    writer.add_token_merges(["a b"])
    names = {ours: theirs for theirs, ours in GGUF.items()}
    for name, values in weights.items():
        *parts, end = name.split(".")
        where = ["blk", parts[1]] if parts[0] == "h" else []
        stem = names[".".join(parts[2:] if where else parts)]
        writer.add_tensor(".".join([*where, stem, end]), np.ascontiguousarray(values.T if name.endswith(MATRICES) else values))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def write_tensorflow(weights):
    import tensorflow.compat.v1 as tf

    tf.disable_eager_execution()
    variables = []
    for name, values in weights.items():
        parts = name.removesuffix(".weight").removesuffix(".bias").split(".")
        path = "model/" + "/".join(["h" + parts[1], *parts[2:]] if parts[0] == "h" else parts)
        if path not in ("model/wte", "model/wpe"):
            path += "/b" if name.endswith(".bias") else "/g" if "ln_" in path else "/w"
        variables.append(tf.get_variable(path, initializer=values[None] if name.endswith(MATRICES) else values))
    tf.train.AdamOptimizer().minimize(tf.add_n([tf.reduce_sum(variable) for variable in variables]))
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        tf.train.Saver().save(session, f"{folder}/tf/model", global_step=7)
    shape = {"n_vocab": 258, "n_ctx": 16, "n_embd": 32, "n_head": 2, "n_layer": 2}
    with open(f"{folder}/tf/hparams.json", "w") as file:
        json.dump(shape, file)


if what == "write":
    os.makedirs(f"{folder}/tf")
    write()
    print(json.dumps({}))
elif what == "graphs":
    print(json.dumps(read_graphs()))
elif what == "trained":
    print(json.dumps(read_trained()))
else:
    weights, found = read_huggingface()
    for dtype in ("float32", "float16", "bfloat16", "q8_0", "q4_0"):
        found[dtype] = read_gguf(weights, f"{folder}/{dtype}.gguf")
    found["tensorflow"] = read_tensorflow(weights)
    print(json.dumps(found))
