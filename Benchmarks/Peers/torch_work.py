"""The work of our own verbs in torch, on one device: training steps, matrix products, convolutions. A JSON line a measure, in the form of ours.

torch_cpu.py and torch_cuda.py prepare a device and call run().
"""
import json
import sys
import time

import torch
import torch.nn as nn


def median_ms(run, count, wait, warm=5):
    for _ in range(warm):
        run()
    wait()
    times = []
    for _ in range(count):
        start = time.perf_counter()
        run()
        wait()
        times.append(time.perf_counter() - start)
    return sorted(times)[count // 2] * 1e3


def show(**measure):
    print(json.dumps({name: round(value, 4) if isinstance(value, float) else value for name, value in measure.items()}), flush=True)


# The models. Each: generator, discriminator, shape of a sample, Adam's rate and decays, whether the discriminator's loss is a mean.

def dense(inputs, outputs, norm):
    return [nn.Linear(inputs, outputs)] + ([nn.BatchNorm1d(outputs)] if norm else []) + [nn.LeakyReLU(0.2, True)]


def mlp():
    generator = nn.Sequential(
        *dense(100, 128, False), *dense(128, 256, True), *dense(256, 512, True), *dense(512, 1024, True),
        nn.Linear(1024, 784), nn.Tanh(), nn.Unflatten(1, (1, 28, 28)))
    discriminator = nn.Sequential(
        nn.Flatten(), *dense(784, 512, False), *dense(512, 256, False), *dense(256, 128, False), nn.Linear(128, 1), nn.Sigmoid())
    return generator, discriminator, 2e-4, (0.5, 0.999), True


def conv():
    # Keras' "same" padding is lopsided, torch's is not; the work is the same.
    generator = nn.Sequential(
        nn.Linear(100, 6272), nn.ReLU(True), nn.Unflatten(1, (128, 7, 7)),
        nn.ConvTranspose2d(128, 64, 5, 2, 2, 1), nn.ReLU(True), nn.ConvTranspose2d(64, 1, 5, 2, 2, 1), nn.Sigmoid())
    discriminator = nn.Sequential(
        nn.Conv2d(1, 64, 5, 2, 2), nn.ReLU(True), nn.Dropout(0.3), nn.Conv2d(64, 128, 5, 2, 2), nn.ReLU(True), nn.Dropout(0.3),
        nn.Flatten(), nn.Linear(6272, 1), nn.Sigmoid())
    return generator, discriminator, 1e-3, (0.9, 0.999), False


def dcgan():
    generator = nn.Sequential(
        nn.Unflatten(1, (100, 1, 1)),
        nn.ConvTranspose2d(100, 256, 7, bias=False), nn.BatchNorm2d(256), nn.ReLU(True),
        nn.ConvTranspose2d(256, 128, 4, 2, 1, bias=False), nn.BatchNorm2d(128), nn.ReLU(True),
        nn.ConvTranspose2d(128, 1, 4, 2, 1), nn.Tanh())
    discriminator = nn.Sequential(
        nn.Conv2d(1, 64, 4, 2, 1), nn.LeakyReLU(0.2, True),
        nn.Conv2d(64, 128, 4, 2, 1, bias=False), nn.BatchNorm2d(128), nn.LeakyReLU(0.2, True),
        nn.Flatten(), nn.Linear(6272, 1), nn.Sigmoid())
    return generator, discriminator, 2e-4, (0.5, 0.999), False


MODELS = dict(mlp=mlp, conv=conv, dcgan=dcgan)


class Game:
    """One round of the game, as our trainer plays it: a step of the discriminator, a step of the generator. The batch comes from host memory."""

    def __init__(self, model, batch, device, capturable):
        generator, discriminator, rate, betas, self.mean = MODELS[model]()
        self.generator, self.discriminator = generator.to(device), discriminator.to(device)
        adam = dict(lr=rate, betas=betas, **(dict(capturable=True) if capturable else {}))
        self.of_g = torch.optim.Adam(self.generator.parameters(), **adam)
        self.of_d = torch.optim.Adam(self.discriminator.parameters(), **adam)
        self.one, self.zero = torch.ones(batch, 1, device=device), torch.zeros(batch, 1, device=device)
        self.host = torch.rand(batch, 1, 28, 28) * 2 - 1
        if device != "cpu":
            self.host = self.host.pin_memory()
        self.real = self.host.to(device)
        self.batch, self.device = batch, device
        self.bce = nn.BCELoss()

    def feed(self):
        self.real.copy_(self.host, non_blocking=True)

    def noise(self):
        return torch.randn(self.batch, 100, device=self.device)

    def play(self):
        with torch.no_grad():
            fake = self.generator(self.noise())
        self.of_d.zero_grad(set_to_none=True)
        loss = self.bce(self.discriminator(self.real), self.one) + self.bce(self.discriminator(fake.detach()), self.zero)
        (loss / 2 if self.mean else loss).backward()
        self.of_d.step()
        for p in self.discriminator.parameters():
            p.requires_grad_(False)
        self.of_g.zero_grad(set_to_none=True)
        self.bce(self.discriminator(self.generator(self.noise())), self.one).backward()
        self.of_g.step()
        for p in self.discriminator.parameters():
            p.requires_grad_(True)

    def step(self):
        self.feed()
        self.play()


class PenaltyGame(Game):
    """The same with a gradient penalty: WGAN-GP's algorithm 1, or R1 or R2. The discriminator gives raw scores and has no batch norm."""

    def __init__(self, model, batch, penalty, device, capturable):
        super().__init__(model, batch, device, capturable)
        layers = [m for m in self.discriminator if not isinstance(m, (nn.BatchNorm2d, nn.Sigmoid))]
        for m in layers:
            if isinstance(m, nn.Conv2d) and m.bias is None and m is not layers[0]:
                m.bias = nn.Parameter(torch.zeros(m.out_channels, device=device))
        self.discriminator = nn.Sequential(*layers).to(device)
        adam = dict(lr=1e-4, betas=(0.0, 0.9), **(dict(capturable=True) if capturable else {}))
        self.of_d = torch.optim.Adam(self.discriminator.parameters(), **adam)
        self.penalty, self.critic_steps = penalty, 5 if penalty == "wgan-gp" else 1
        self.bce = nn.BCEWithLogitsLoss()

    def squared_slopes(self, at):
        at = at.detach().requires_grad_(True)
        slope, = torch.autograd.grad(self.discriminator(at).sum(), at, create_graph=True)
        return slope.flatten(1).square().sum(1)

    def play(self):
        wasserstein = self.penalty == "wgan-gp"
        for _ in range(self.critic_steps):
            with torch.no_grad():
                fake = self.generator(self.noise())
            self.of_d.zero_grad(set_to_none=True)
            on_real, on_fake = self.discriminator(self.real), self.discriminator(fake)
            if wasserstein:
                between = self.real + (fake - self.real) * torch.rand(self.batch, 1, 1, 1, device=self.device)
                loss = on_fake.mean() - on_real.mean() + 10 * ((self.squared_slopes(between) + 1e-12).sqrt() - 1).square().mean()
            else:
                loss = self.bce(on_real, self.one) + self.bce(on_fake, self.zero)
                loss = loss + 5 * self.squared_slopes(self.real if self.penalty == "r1" else fake).mean()
            loss.backward()
            self.of_d.step()
        for p in self.discriminator.parameters():
            p.requires_grad_(False)
        self.of_g.zero_grad(set_to_none=True)
        on_fake = self.discriminator(self.generator(self.noise()))
        (-on_fake.mean() if wasserstein else self.bce(on_fake, self.one)).backward()
        self.of_g.step()
        for p in self.discriminator.parameters():
            p.requires_grad_(True)


def step(device, name, wait, model, batch, steps, game_name, graph):
    game = Game(model, batch, device, graph) if game_name == "plain" else PenaltyGame(model, batch, game_name, device, graph)
    run = game.step
    if graph:
        run = captured(game)
    ms = median_ms(run, steps, wait)
    show(measure="step", model=model, game=game_name, device=name, batch=batch, median_ms=ms, images_per_s=round(batch / ms * 1e3))


def captured(game):
    """The round as a CUDA graph: torch records it on a side stream after a few rounds there, as its documentation asks."""
    side = torch.cuda.Stream()
    side.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(side):
        for _ in range(3):
            game.play()
    torch.cuda.current_stream().wait_stream(side)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        game.play()

    def run():
        game.feed()
        graph.replay()
    return run


def matmul(device, name, wait, sizes):
    for n in sizes:
        a, b = torch.randn(n, n, device=device), torch.randn(n, n, device=device)
        ms = median_ms(lambda: a @ b, max(15, min(400, int(2e10 / (2 * n ** 3)))), wait)
        show(measure="matmul", device=name, m=n, n=n, k=n, median_ms=ms, gflops=2 * n ** 3 / ms / 1e6)


def conv2d(device, name, wait):
    batch = 64
    for shape, c, size, o, kernel, stride in [("64>128 14 k5s2", 64, 14, 128, 5, 2), ("128>128 14 k3s1", 128, 14, 128, 3, 1), ("1>64 28 k5s2", 1, 28, 64, 5, 2)]:
        layer = nn.Conv2d(c, o, kernel, stride, kernel // 2).to(device)
        x = torch.rand(batch, c, size, size, device=device, requires_grad=True)
        with torch.no_grad():
            dy = torch.rand_like(layer(x))
        wanted = (x, layer.weight)

        def forward():
            with torch.no_grad():
                layer(x)

        y = layer(x)
        forward_ms = median_ms(forward, 40, wait)
        backward_ms = median_ms(lambda: torch.autograd.grad(y, wanted, dy, retain_graph=True), 40, wait)
        show(measure="conv2d", device=name, shape=shape, batch=batch, forward_ms=forward_ms, backward_ms=backward_ms)


def run(doc, device, name, wait):
    """Does what the command line says."""
    torch.manual_seed(0)
    arguments = sys.argv[1:]
    graph = "graph" in arguments
    arguments = [a for a in arguments if a != "graph"]
    if graph and device == "cpu":
        sys.exit("graph: only on cuda")
    if arguments[:1] == ["step"] and len(arguments) in (4, 5) and arguments[1] in MODELS and arguments[4:] in ([], ["wgan-gp"], ["r1"], ["r2"]):
        step(device, name + ("-graph" if graph else ""), wait, arguments[1], int(arguments[2]), int(arguments[3]), arguments[4] if len(arguments) == 5 else "plain", graph)
    elif arguments[:1] == ["matmul"] and len(arguments) == 2:
        matmul(device, name, wait, [int(n) for n in arguments[1].split(",")])
    elif arguments == ["conv2d"]:
        conv2d(device, name, wait)
    else:
        sys.exit(doc)
