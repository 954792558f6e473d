"""Writes what PyTorch computes for some layers: the golden file that PyTorchAgreementTest compares with.

    python3 engine/src/test/python/pytorch_golden.py engine/src/test/resources/org/espalier/engine/network/pytorch.json

It needs PyTorch alone; Debian's package python3-torch (1.13) made the committed file. Arrays are drawn as floats and everything
is computed in doubles. Every case has

    inputs      what is fed forward, one array for each pass
    outputs     what comes out of each pass
    gradient    what is fed back through the last pass
    parameters  arrays by the names that parameters have in our networks, in our layout
    gradients   the gradients at those, of the last pass
    statistics  running statistics, before the first pass and after the last one
"""

import json
import sys

import torch
from torch import nn


def rounded(shape, scale=1.0):
    """Random numbers that are floats, though stored as doubles."""
    return (torch.randn(shape) * scale).float().double()


def as_json(array):
    array = array.detach()
    return {"shape": list(array.shape), "values": [float("%.9g" % value) for value in array.reshape(-1).tolist()]}


def arrays(named):
    return {name: as_json(array) for name, array in named.items()}


class Case:
    """A network under test.

    forward: from input to output
    parameters: our name -> (tensors whose sum it is, function that brings them or their gradient into our layout)
    statistics: our name -> buffer
    """

    def __init__(self, forward, parameters, statistics=None):
        self.forward = forward
        self.parameters = parameters
        self.statistics = statistics or {}

    def run(self, inputs):
        before = arrays(self.statistics)
        outputs = [self.forward(each) for each in inputs]
        gradient = rounded(outputs[-1].shape)
        outputs[-1].backward(gradient)
        return {
            "inputs": [as_json(each) for each in inputs],
            "outputs": [as_json(each) for each in outputs],
            "gradient": as_json(gradient),
            "parameters": arrays({name: view(sum(leaves)) for name, (leaves, view) in self.parameters.items()}),
            # The gradient at a sum is that at any of its terms.
            "gradients": arrays({name: view(leaves[0].grad) for name, (leaves, view) in self.parameters.items()}),
            "statistics": {"before": before, "after": arrays(self.statistics)},
        }


def same(array):
    return array


def rows(start, stop):
    return lambda array: array[start:stop]


def of(prefix, module):
    """A module whose parameters have our names and layout."""
    return {prefix + "." + name: ([leaf], same) for name, leaf in module.named_parameters()}


def drawn(module, scale=0.5):
    """Draws a module's parameters, and its running statistics."""
    module.double()
    with torch.no_grad():
        for leaf in module.parameters():
            leaf.copy_(rounded(leaf.shape, scale))
        for name, buffer in module.named_buffers():
            if name == "running_mean":
                buffer.copy_(rounded(buffer.shape))
            if name == "running_var":
                buffer.copy_(rounded(buffer.shape).abs() + 0.5)
    return module


def scale_and_shift(prefix, module):
    return {prefix + ".scale": ([module.weight], same), prefix + ".shift": ([module.bias], same)}


def running(prefix, module):
    return {prefix + ".mean": module.running_mean, prefix + ".variance": module.running_var}


def batch_normalization(training):
    front = drawn(nn.Conv2d(3, 4, 1, bias=False))
    norm = drawn(nn.BatchNorm2d(4, eps=1e-3, momentum=0.3)).train(training)
    case = Case(lambda x: norm(front(x)), {**of("front", front), **scale_and_shift("norm", norm)}, running("norm", norm))
    return case.run([rounded((5, 3, 4, 3)) for _ in range(3 if training else 1)])


def recurrent(cell, gates):
    """Two layers, the upper one narrower; 'gates' are our names in PyTorch's order."""
    lower = drawn(cell(4, 6, batch_first=True))
    upper = drawn(cell(6, 5, batch_first=True))
    parameters = {}
    for prefix, module in (("lower", lower), ("upper", upper)):
        for i, gate in enumerate(gates):
            part = rows(i * module.hidden_size, (i + 1) * module.hidden_size)
            parameters[prefix + ".weight." + gate] = ([module.weight_ih_l0], part)
            parameters[prefix + ".recurrent." + gate] = ([module.weight_hh_l0], part)
            if gate == "candidate":
                parameters[prefix + ".bias.candidate"] = ([module.bias_ih_l0], part)
                parameters[prefix + ".bias.recurrent"] = ([module.bias_hh_l0], part)
            else:
                parameters[prefix + ".bias." + gate] = ([module.bias_ih_l0, module.bias_hh_l0], part)
    return Case(lambda x: upper(lower(x)[0])[0], parameters).run([rounded((3, 5, 4))])


def layer_normalization():
    front = drawn(nn.Linear(5, 6))
    norm = drawn(nn.LayerNorm(6, eps=1e-3))
    case = Case(lambda x: norm(front(x)), {**of("front", front), **scale_and_shift("norm", norm)})
    return case.run([rounded((2, 3, 5))])


def transposed_convolution():
    front = drawn(nn.Conv2d(3, 4, 1))
    up = drawn(nn.ConvTranspose2d(4, 6, (3, 2), stride=(2, 3), padding=(1, 0), output_padding=(1, 2), groups=2))
    return Case(lambda x: up(front(x)), {**of("front", front), **of("up", up)}).run([rounded((2, 3, 4, 3))])


def activation(function):
    front = drawn(nn.Linear(4, 12), 2.0)
    return Case(lambda x: function(front(x)), of("front", front)).run([rounded((5, 4))])


def embedding():
    table = drawn(nn.Embedding(7, 5))
    indices = torch.tensor([[0, 6, 2, 2], [3, 2, 0, 5], [1, 1, 1, 6]])
    return Case(lambda x: table(x.long()), {"embedding.table": ([table.weight], same)}).run([indices.double()])


def attention():
    width, heads = 8, 2
    front = drawn(nn.Linear(5, width))
    block = drawn(nn.MultiheadAttention(width, heads, batch_first=True))
    parameters = of("front", front)
    for i, name in enumerate(("query", "key", "value")):
        part = rows(i * width, (i + 1) * width)
        parameters[name + ".weight"] = ([block.in_proj_weight], part)
        parameters[name + ".bias"] = ([block.in_proj_bias], part)
    parameters.update(of("out", block.out_proj))

    def forward(x):
        flow = front(x)
        return block(flow, flow, flow, need_weights=False)[0]

    return Case(forward, parameters).run([rounded((2, 6, 5))])


def residual_block():
    convolutions = {
        "conv1": drawn(nn.Conv2d(3, 4, 3, stride=2, padding=1, bias=False)),
        "conv2": drawn(nn.Conv2d(4, 4, 3, padding=1, bias=False)),
        "shortcut": drawn(nn.Conv2d(3, 4, 1, stride=2, bias=False)),
    }
    norms = {"norm" + each: drawn(nn.BatchNorm2d(4)) for each in ("1", "2", "3")}
    parameters, statistics = {}, {}
    for name, module in convolutions.items():
        parameters.update(of(name, module))
    for name, module in norms.items():
        parameters.update(scale_and_shift(name, module))
        statistics.update(running(name, module))

    def forward(x):
        inner = torch.relu(norms["norm1"](convolutions["conv1"](x)))
        inner = norms["norm2"](convolutions["conv2"](inner))
        return torch.relu(inner + norms["norm3"](convolutions["shortcut"](x)))

    return Case(forward, parameters, statistics).run([rounded((2, 3, 7, 6))])


def main(path):
    torch.manual_seed(2024)
    cases = {
        "batch normalization in training": batch_normalization(True),
        "batch normalization in inference": batch_normalization(False),
        "lstm": recurrent(nn.LSTM, ("input", "forget", "cell", "output")),
        "gru": recurrent(nn.GRU, ("reset", "update", "candidate")),
        "layer normalization": layer_normalization(),
        "transposed convolution": transposed_convolution(),
        "gelu": activation(nn.functional.gelu),
        "hard swish": activation(nn.functional.hardswish),
        "embedding": embedding(),
        "attention": attention(),
        "residual block": residual_block(),
    }
    content = {"origin": "PyTorch " + torch.__version__ + ", engine/src/test/python/pytorch_golden.py", "cases": cases}
    text = json.dumps(content, separators=(",", ":")).replace('{"shape"', '\n{"shape"')
    with open(path, "w", encoding="utf-8") as file:
        file.write(text + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
