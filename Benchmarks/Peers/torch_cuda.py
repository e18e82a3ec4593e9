"""The same training steps, matrix products and convolutions in torch on an NVIDIA GPU, a JSON line a measure, in the form of our own verbs.

usage: torch_cuda.py step mlp|conv|dcgan BATCH STEPS [wgan-gp|r1|r2] [graph] | matmul N[,N...] | conv2d
With "graph" the step is a CUDA graph that is replayed, as our recorded step is. Times are the host's, and wait for the device each time.
Products are in float32 (TF32 is off), as ours are.
"""
import sys

import torch
import torch_work

if __name__ == "__main__":
    if not torch.cuda.is_available():
        sys.exit("torch finds no CUDA device")
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    torch.backends.cudnn.benchmark = True
    torch_work.run(__doc__, "cuda", "torch-cuda", torch.cuda.synchronize)
