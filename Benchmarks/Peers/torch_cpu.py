"""The same training steps and matrix products in torch on this machine's CPU, a JSON line a measure, in the form of our own verbs.

usage: torch_cpu.py step mlp BATCH STEPS [GENERATOR_PASSES] | matmul N[,N...]
Debian: apt-get install python3-torch libopenblas0-pthread, then run with /usr/bin/python3.

OpenBLAS takes its kernels by the processor it thinks it is on; an environment variable may hold it back. The choice is made here from
what the processor says it can do, and made before torch is loaded.
"""
import json
import os
import sys
import time

FLAGS = open("/proc/cpuinfo").read()
CORE = "SkylakeX" if " avx512f" in FLAGS else "Zen" if "AuthenticAMD" in FLAGS else "Haswell"
if os.environ.get("OPENBLAS_CORETYPE") != CORE:
    os.execve(sys.executable, [sys.executable] + sys.argv, dict(os.environ, OPENBLAS_CORETYPE=CORE))

import torch
import torch.nn as nn

torch.set_num_threads(os.cpu_count())
torch.manual_seed(0)


def median_ms(run, count, warm=5):
    for _ in range(warm):
        run()
    times = []
    for _ in range(count):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return sorted(times)[count // 2] * 1e3


def dense(inputs, outputs, norm):
    return [nn.Linear(inputs, outputs)] + ([nn.BatchNorm1d(outputs)] if norm else []) + [nn.LeakyReLU(0.2, True)]


def mlp():
    generator = nn.Sequential(
        *dense(100, 128, False), *dense(128, 256, True), *dense(256, 512, True), *dense(512, 1024, True),
        nn.Linear(1024, 784), nn.Tanh(), nn.Unflatten(1, (1, 28, 28)))
    discriminator = nn.Sequential(
        nn.Flatten(), *dense(784, 512, False), *dense(512, 256, False), *dense(256, 128, False), nn.Linear(128, 1), nn.Sigmoid())
    return generator, discriminator


def step(batch, steps, passes):
    generator, discriminator = mlp()
    bce = nn.BCELoss()
    of_g, of_d = (torch.optim.Adam(m.parameters(), 2e-4, (0.5, 0.999)) for m in (generator, discriminator))
    one, zero = torch.ones(batch, 1), torch.zeros(batch, 1)
    real = torch.rand(batch, 1, 28, 28) * 2 - 1

    def play():
        with torch.set_grad_enabled(passes == 1):
            fake = generator(torch.randn(batch, 100))
        of_d.zero_grad()
        ((bce(discriminator(real), one) + bce(discriminator(fake.detach()), zero)) / 2).backward()
        of_d.step()
        for p in discriminator.parameters():
            p.requires_grad_(False)
        of_g.zero_grad()
        bce(discriminator(fake if passes == 1 else generator(torch.randn(batch, 100))), one).backward()
        of_g.step()
        for p in discriminator.parameters():
            p.requires_grad_(True)

    ms = median_ms(play, steps)
    print(json.dumps(dict(measure="step", model="mlp", device="torch-cpu", batch=batch, median_ms=round(ms, 3), images_per_s=round(batch / ms * 1e3))))


def matmul(sizes):
    for n in sizes:
        a, b = torch.randn(n, n), torch.randn(n, n)
        ms = median_ms(lambda: a @ b, max(15, min(400, int(2e10 / (2 * n ** 3)))))
        print(json.dumps(dict(measure="matmul", m=n, n=n, k=n, median_ms=round(ms, 4), gflops=round(2 * n ** 3 / ms / 1e6, 1))))


if __name__ == "__main__":
    if sys.argv[1:2] == ["step"] and sys.argv[2:3] == ["mlp"] and len(sys.argv) in (5, 6):
        step(int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]) if len(sys.argv) == 6 else 2)
    elif sys.argv[1:2] == ["matmul"] and len(sys.argv) == 3:
        matmul([int(n) for n in sys.argv[2].split(",")])
    else:
        sys.exit(__doc__)
