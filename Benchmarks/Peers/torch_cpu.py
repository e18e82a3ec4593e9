"""The same training steps, matrix products and convolutions in torch on this machine's CPU, a JSON line a measure, in the form of our own verbs.

usage: torch_cpu.py step mlp|conv|dcgan BATCH STEPS [wgan-gp|r1|r2] | matmul N[,N...] | conv2d
Debian: apt-get install python3-torch libopenblas0-pthread, then run with /usr/bin/python3.

OpenBLAS takes its kernels by the processor it thinks it is on; an environment variable may hold it back. The choice is made here from
what the processor says it can do, and made before torch is loaded.
"""
import os
import sys

FLAGS = open("/proc/cpuinfo").read()
CORE = "SkylakeX" if " avx512f" in FLAGS else "Zen" if "AuthenticAMD" in FLAGS else "Haswell"
if os.environ.get("OPENBLAS_CORETYPE") != CORE:
    os.execve(sys.executable, [sys.executable] + sys.argv, dict(os.environ, OPENBLAS_CORETYPE=CORE))

import torch
import torch_work

if __name__ == "__main__":
    torch.set_num_threads(os.cpu_count())
    torch_work.run(__doc__, "cpu", "torch-cpu", lambda: None)
