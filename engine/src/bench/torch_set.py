"""A dense training step of the PyTorch peer, which gets one more model: set, the perceptron 3072-4000-1000-4000-10.

  torch_set.py FOLDER train MODEL BATCH --seconds SECONDS
"""
import argparse
import sys

import torch.nn as nn

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("folder")
parser.add_argument("what", choices=["train"])
parser.add_argument("model")
parser.add_argument("batch", type=int)
parser.add_argument("--seconds", type=float, default=4)
arguments = parser.parse_args()

sys.path.insert(0, arguments.folder)
import torch_peer


def perceptron():
    return nn.Sequential(
        nn.Linear(3072, 4000), nn.ReLU(), nn.Linear(4000, 1000), nn.ReLU(), nn.Linear(1000, 4000), nn.ReLU(), nn.Linear(4000, 10)
    )


torch_peer.MODELS["set"] = (perceptron, (3072,))
torch_peer.train(argparse.Namespace(model=arguments.model, batch=arguments.batch, seconds=arguments.seconds, mask=None, dst=False))
