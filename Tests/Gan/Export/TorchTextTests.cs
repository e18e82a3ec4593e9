using System.Diagnostics;
using System.Runtime.InteropServices;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Gan.Export;
using GanFromScratch.Gan.Models;
using GanFromScratch.Layers;
using GanFromScratch.Layers.Parametrizations;
using GanFromScratch.Layers.Serialization;
using GanFromScratch.Tests.Gan.Models;
using GanFromScratch.Tests.Gan.Training;
using GanFromScratch.Tests.Layers.Serialization;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Gan.Export;

/// <summary>The lines of PyTorch for a network, and whether they do in PyTorch what the network does here.</summary>
public sealed class TorchTextTests : ModelFixture
{
    private const int Batch = 3;

    /// <summary>
    /// Runs each module of a folder on the input beside it. The reader of the weights stands here because Debian has no package with it.
    /// </summary>
    private const string Script = """
        import glob, importlib.util, json, os, struct, sys, types
        import torch

        def load_file(path):
            with open(path, 'rb') as file:
                size, = struct.unpack('<Q', file.read(8))
                header, data = json.loads(file.read(size)), bytearray(file.read())
            header.pop('__metadata__', None)
            kinds = {'F32': torch.float32, 'I64': torch.int64}
            return {name: torch.frombuffer(data[t['data_offsets'][0]:t['data_offsets'][1]], dtype=kinds[t['dtype']]).reshape(t['shape'])
                    for name, t in header.items()}

        stub = types.ModuleType('safetensors.torch')
        stub.load_file = load_file
        sys.modules['safetensors'], sys.modules['safetensors.torch'] = types.ModuleType('safetensors'), stub
        for path in sorted(glob.glob(os.path.join(sys.argv[1], '*.py'))):
            spec = importlib.util.spec_from_file_location('exported', path)
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            with open(path + '.shape') as file:
                shape = [int(n) for n in file.read().split()]
            x = torch.frombuffer(bytearray(open(path + '.in', 'rb').read()), dtype=torch.float32).reshape(shape)
            with torch.no_grad():
                y = module.load()(x)
            open(path + '.out', 'wb').write(y.contiguous().numpy().tobytes())
        """;

    private static readonly string[] Presets = ["mlp", "conv", "dcgan", "dcgan-upsample", "keras-mlp", "toy2d"];

    [Test]
    public void The_lines_are_those_of_plain_layers()
    {
        using Sequential network = new(
            new Dense(4, 32, Random), new LeakyRelu(0.2f), new Reshape([2, 4, 4]), new BatchNorm2d(2, Random, momentum: null),
            new Upsample(2), new Conv2d(2, 3, 5, Random, 2, Padding.Same, bias: false), new Dropout(Random, 0.25f),
            new ConvTranspose2d(3, 1, 4, Random, 2, 1), new Sequential(new Flatten(), new Sigmoid()));
        Assert.That(
            TorchText.Of(Exported(network, [4]), "weights.safetensors"),
            Is.EqualTo(
                """
                # means.
                # z: (N, 4), samples: (N, 64)
                import os

                from torch import nn


                class PaddedConv2d(nn.Conv2d):
                    def __init__(self, *sizes, pad, **settings):
                        super().__init__(*sizes, **settings)
                        self.pad = pad

                    def forward(self, x):
                        return super().forward(nn.functional.pad(x, self.pad))


                def generator():
                    return nn.Sequential(
                        nn.Linear(4, 32),
                        nn.LeakyReLU(0.2),
                        nn.Unflatten(1, (2, 4, 4)),
                        nn.BatchNorm2d(2, momentum=None),
                        nn.Upsample(scale_factor=2, mode="nearest"),
                        PaddedConv2d(2, 3, 5, stride=2, bias=False, pad=(1, 2, 1, 2)),
                        nn.Dropout(0.25),
                        nn.ConvTranspose2d(3, 1, 4, stride=2, padding=1),
                        nn.Sequential(
                            nn.Flatten(),
                            nn.Sigmoid(),
                        ),
                    )


                def load():
                    from safetensors.torch import load_file
                    module = generator()
                    module.load_state_dict(load_file(os.path.join(os.path.dirname(__file__), "weights.safetensors")), strict=True)
                    return module.eval()

                """.ReplaceLineEndings("\n")));
    }

    [Test]
    public void A_layer_that_PyTorch_has_not_is_named()
    {
        using Sequential network = new(new Dense(4, 4, Random), new PixelNorm());
        Assert.That(
            () => TorchText.Of(Exported(network, [4]), "w"),
            Throws.TypeOf<InputException>().With.Message.StartsWith("generator.1 (PixelNorm) has no plain PyTorch layer here; --to onnx"));
    }

    [Test]
    public void The_state_has_the_names_that_a_strict_load_wants()
    {
        using Sequential network = new(new Dense(2, 3, Random), new BatchNorm1d(3, Random));
        SpectralNorm.On(network, Random);
        network.Eval();
        Assert.That(
            NetworkState.Of(network).Keys,
            Is.SupersetOf(new[] { "0.weight", "0.parametrizations.weight.u", "1.num_batches_tracked" }));
        Dictionary<string, SafeTensor> effective = NetworkState.Effective(network);
        Assert.That(
            effective.Keys,
            Is.EquivalentTo(
                new[] { "0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var", "1.num_batches_tracked" }));
        Assert.That(effective["1.num_batches_tracked"].ToInt64(), Is.EqualTo(new long[] { 0 }));
        Assert.That(effective["0.weight"].ToFloats(), Is.Not.EqualTo(((Dense)network[0]).Weight.ToArray()), "divided by its norm");
    }

    [Test]
    public void PyTorch_loads_every_plain_preset_strictly_and_makes_the_same()
    {
        string? python = new[] { "/usr/bin/python3", "python3" }.FirstOrDefault(name => Python(name, ["-c", "import torch"]) == "");
        if (python == null)
            Missing.Skip("TORCH", "There is no Python with torch here; Debian's package python3-torch has it.");
        using var folder = new TemporaryFolder();
        var expected = new Dictionary<string, float[]>();
        foreach (string preset in Presets)
        {
            GanModel model = TrainerBench.Options(preset).FindModel();
            Sequential generator = model.Generator(Random), discriminator = model.TrainedDiscriminator(Random);
            Add(ExportedNetwork.OfGenerator(model, generator), preset);
            Add(ExportedNetwork.OfDiscriminator(model, discriminator), preset);
        }

        File.WriteAllText(folder.File("run.txt"), Script);
        Assert.That(Python(python!, [folder.File("run.txt"), folder.Path]), Is.Empty);
        foreach ((string path, float[] values) in expected)
        {
            float[] actual = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path + ".out")).ToArray();
            float largest = values.Max(MathF.Abs);
            Assert.That(actual, Has.Length.EqualTo(values.Length), path);
            Assert.That(values.Zip(actual, (e, a) => Math.Abs(e - a)).Max() / largest, Is.LessThan(1e-5f), path);
        }

        void Add(ExportedNetwork network, string preset)
        {
            using var noGrad = new NoGradScope();
            network.Module.Eval();
            foreach (NamedTensor buffer in network.Module.Buffers())
                Random.FillUniform(buffer.Tensor, 0.5f, 1.5f);
            string path = folder.File($"{preset}-{network.Name}.py"), weights = $"{preset}-{network.Name}.safetensors";
            File.WriteAllText(path, TorchText.Of(network, weights));
            SafeTensors.Save(folder.File(weights), NetworkState.Effective(network.Module));
            Tensor x = Random.Normal([Batch, .. network.Inputs[0].Shape]);
            File.WriteAllBytes(path + ".in", MemoryMarshal.AsBytes(x.ToArray().AsSpan()).ToArray());
            File.WriteAllText(path + ".shape", string.Join(' ', x.Shape));
            expected.Add(path, network.Forward([x]).ToArray());
            network.Module.Dispose();
        }
    }

    private static ExportedNetwork Exported(Sequential network, Shape input) =>
        new("generator", network, [new("z", input)], "samples", "means", inputs => network.Forward(inputs[0]));

    /// <summary>What a script prints, errors too; null where there is no such program.</summary>
    private static string? Python(string program, string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return output + errors.Result;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
