using System.Runtime.InteropServices;
using System.Text;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Gan.Export;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;
using GanFromScratch.Layers.Serialization;
using GanFromScratch.Tests.Gan.Export;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace GanFromScratch.Tests.Gan.Commands;

public sealed class ExportCommandTests : CommandLine
{
    [Test]
    public void The_average_of_a_run_is_exported_in_every_form_with_the_same_weights()
    {
        Run("train --model toy2d --ema 0.9 --steps 3 --out run");
        Assert.Multiple(() =>
        {
            Assert.That(Run("export --run run"), Is.EqualTo("generator, z → samples, ONNX opset 17: generator.onnx\n"));
            Assert.That(Run("export --run run --out made/g.safetensors"), Is.EqualTo("generator, 8 tensors: made/g.safetensors\n"));
            Assert.That(Run("export --run run --to npz --out made/g"), Is.EqualTo("generator, 8 arrays: made/g\n"));
            Assert.That(
                Run("export --run run --out g.py"),
                Is.EqualTo("generator, 8 tensors: g.safetensors\ngenerator as a PyTorch module: g.py\n"));
            Assert.That(Run("export --run run --network discriminator --to onnx"), Does.StartWith("discriminator, samples → score, "));
        });
        SafeTensorsFile tensors = SafeTensors.Load("made/g.safetensors");
        Dictionary<string, NpyReader.Array> arrays = NpyReader.Read("made/g");
        string checkpoint = Directory.GetFiles("run/checkpoints").Single();
        foreach ((string name, SafeTensor average) in SafeTensors.Load(checkpoint).Tensors.Where(
            t => t.Key.StartsWith("generator_average.", StringComparison.Ordinal)))
        {
            string plain = name["generator_average.".Length..];
            Assert.That(tensors.Tensors[plain].Data, Is.EqualTo(average.Data), name);
            Assert.That(arrays[plain].Data, Is.EqualTo(average.Data), name);
            Assert.That((arrays[plain].Type, arrays[plain].Shape), Is.EqualTo(("<f4", average.Shape)));
        }

        Assert.That(tensors.Metadata["format"], Is.EqualTo("pt"));
        Assert.That(SafeTensors.Load("g.safetensors").Tensors.Keys, Is.EquivalentTo(tensors.Tensors.Keys));
        Assert.That(File.ReadAllText("g.py"), Does.Contain("nn.Linear(10, 64),\n").And.Contain("\"g.safetensors\""));
    }

    [Test]
    public void Samples_of_the_graph_are_those_of_the_run_with_its_labels()
    {
        Run("train --condition projection --steps 2 --limit 640 --out run");
        Run("export --run run --out g.onnx");
        Run("sample --run run --count 10 --npz s.npz");
        byte[] pixels = NpyReader.Read("s.npz")["x"].Data;
        using var device = new CpuDevice(1);
        using var noise = new RandomSource(device, seed: 1, SamplePictures.OnDemand);
        var z = new DenseTensor<float>(noise.Normal([10, 100]).ToArray(), [10, 100]);
        var labels = new DenseTensor<long>(Enumerable.Range(0, 10).Select(i => (long)i).ToArray(), [10]);
        using var session = new InferenceSession("g.onnx");
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run(
            [NamedOnnxValue.CreateFromTensor("z", z), NamedOnnxValue.CreateFromTensor("labels", labels)]);
        float[] samples = results.Single().AsTensor<float>().ToArray();
        Assert.That(session.ModelMetadata.CustomMetadataMap["model"], Is.EqualTo("mlp"));
        Assert.That(session.ModelMetadata.CustomMetadataMap["options"], Does.Not.Contain(Folder));
        for (int i = 0; i < samples.Length; i++)
            Assert.That(pixels[i], Is.EqualTo((samples[i] + 1) * 127.5).Within(0.51));
    }

    [Test]
    public void The_classifier_is_exported()
    {
        Assert.That(Run("export --classifier mnist"), Is.EqualTo("classifier, images → logits, ONNX opset 17: classifier.onnx\n"));
        Assert.That(Run("export --classifier mnist --to pytorch"), Does.Contain("classifier as a PyTorch module: classifier.py\n"));
        Mistake("export --classifier cifar", "Cannot read cifar");
        Mistake("export --classifier mnist --network generator", "--network and --back choose a network of a run; leave them out");
    }

    [Test]
    public void A_mistake_is_answered_in_one_sentence()
    {
        Run("train --model toy2d --condition cgan --steps 1 --out run");
        string[] before = Directory.GetFileSystemEntries(".");
        Mistake("export", "export takes a network from --run DIR or from --classifier NAME; give one of them.");
        Mistake("export --run run --to keras", "--to: expected onnx, safetensors, npz or pytorch, got 'keras'.");
        Mistake("export --run run --out g.h5", "--out g.h5: its extension says no form, .onnx, .safetensors, .npz or .py");
        Mistake("export --run run --network encoder", "--network: expected generator or discriminator, got 'encoder'.");
        Mistake("export --run run --back", "--back is for a run that learns to translate both ways, and run does not");
        Mistake("export --run run --to pytorch", "The generator reads labels as well, and a plain nn.Sequential has one input");
        Mistake("export --run run --to npz --out run/options.json", "--out run/options.json is a file of the training run");
        Mistake(
            "export --run run --to pytorch --out run/checkpoints/step-00000001.py",
            "the weights beside run/checkpoints/step-00000001.py, is a file of the training run");
        Assert.That(Directory.GetFileSystemEntries("."), Is.EqualTo(before));
    }

    [Test]
    public void A_file_of_weights_draws_what_its_run_draws()
    {
        Run("train --model toy2d --steps 2 --out run");
        Run("export --run run --out g.safetensors");
        Run("sample --run run --npz run.npz");
        Run("sample --weights g.safetensors --npz file.npz");
        byte[] expected = NpyReader.Read("run.npz")["x"].Data;
        Assert.That(NpyReader.Read("file.npz")["x"].Data, Is.EqualTo(expected));

        // As PyTorch's DataParallel saves it, without what this program says in its files, and in other types.
        SafeTensorsFile file = SafeTensors.Load("g.safetensors");
        Dictionary<string, SafeTensor> other = file.Tensors.ToDictionary(t => $"module.{t.Key}", t => Doubled(t.Value));
        other.Add("module.1.num_batches_tracked", SafeTensor.FromInt64([7]));
        SafeTensors.Save("parallel.safetensors", other);
        Run("sample --weights parallel.safetensors --model toy2d --npz parallel.npz");
        Assert.That(NpyReader.Read("parallel.npz")["x"].Data, Is.EqualTo(expected));
    }

    [Test]
    public void The_weights_of_every_model_can_come_from_a_file()
    {
        using var device = new CpuDevice(1);
        using var random = new RandomSource(device, seed: 1);
        foreach (GanModel published in GanModel.Catalog.All.Where(model => model is not (ColumnsModel or TranslationModel)))
        {
            GanModel model = (TrainingOptions.For(published) with { Condition = "none" }).Validate().FindModel();
            using Sequential generator = model.Generator(random);
            SafeTensors.Save("w", NetworkState.Of(model.Sampler(generator)));
            Run($"sample --weights w --model {model.Name} --count 1 --npz x.npz");
            NpyReader.Array samples = NpyReader.Read("x.npz")["x"];
            Assert.That(samples.Shape[0], Is.EqualTo(1), model.Name);
            Assert.That(samples.Data.Distinct().Count(), Is.GreaterThan(3), model.Name);
        }
    }

    [TestCase("F16", 0.002f)]
    [TestCase("BF16", 0.02f)]
    public void Half_precision_is_converted(string type, float within)
    {
        Run("train --model toy2d --steps 2 --out run");
        Run("export --run run --out g.safetensors");
        SafeTensors.Save("h.safetensors", SafeTensors.Load("g.safetensors").Tensors.ToDictionary(t => t.Key, t => Halved(t.Value, type)));
        Run("sample --run run --npz run.npz");
        Run("sample --weights h.safetensors --model toy2d --npz h.npz");
        float[] expected = Floats("run.npz"), actual = Floats("h.npz");
        Assert.That(actual, Is.EqualTo(expected).Within(within));
        Assert.That(actual, Is.Not.EqualTo(expected));
    }

    [Test]
    public void What_does_not_fit_is_named()
    {
        Run("train --model toy2d --steps 1 --out run");
        Run("export --run run --out g.safetensors");
        IReadOnlyDictionary<string, SafeTensor> good = SafeTensors.Load("g.safetensors").Tensors;
        Sample(t => t.Remove("0.bias"), "w.safetensors: it has no 0.bias of shape (64), which the generator of model toy2d has.");
        Sample(
            t => t.Add("9.bias", good["0.bias"]),
            "w.safetensors: it has 9.bias of shape (64), which the generator of model toy2d has not.");
        Sample(
            t => t["0.bias"] = SafeTensor.FromFloats(new float[8], 2, 4),
            "w.safetensors: 0.bias has the shape (2, 4), and the generator of model toy2d expects (64).");
        Sample(t => t["0.bias"] = SafeTensor.FromUInt32(new uint[64], 64), "0.bias has the type U32, expected F32, F64, F16 or BF16.");
        Sample(t => t["6.bias"] = SafeTensor.FromFloats([1, float.NaN], 2), "6.bias holds values that are not finite");
        Sample(
            t =>
            {
                t.Add("9.weight", t["6.weight"]);
                t.Remove("6.weight");
            },
            "it has no 6.weight of shape (2, 64), which the generator of model toy2d has; 9.weight has that shape, and another name.");
        Sample(t => t.Add("module.0.bias", good["0.bias"]), "it has 0.bias twice, once with the prefix module.; leave one out.");
        Mistake("sample --weights w.safetensors", "w.safetensors does not say whose weights it holds; name the model by --model.");
        Mistake(
            "sample --weights g.safetensors --model mlp", "--model mlp: g.safetensors says that it is of model toy2d; leave the option");
        Mistake("sample --weights g.safetensors --run run", "sample takes a generator from --run DIR or from --weights FILE; give one");
        Mistake("sample --run run --model toy2d", "--model says what --weights are, and a run knows it; leave it out.");
        WriteSparse("big.safetensors", """{"0.weight":{"dtype":"F32","shape":[400000000],"data_offsets":[0,1600000000]}}""", 1_600_000_000);
        Mistake("sample --weights big.safetensors --model toy2d", "its tensors take 1,600,000,000 bytes, expected at most 268,");
        SafeTensors.Save("o.safetensors", good, new Dictionary<string, string> { ["options"] = """{"latentSize":100000}""" });
        Mistake("sample --weights o.safetensors", "o.safetensors, its options: --latent-size: expected 0 (the model's own) to 4,096");
        Mistake("sample --weights w.safetensors --model table", "--weights alone do not say what the columns of model table are");

        void Sample(Action<Dictionary<string, SafeTensor>> change, string sentence)
        {
            var tensors = new Dictionary<string, SafeTensor>(good);
            change(tensors);
            SafeTensors.Save("w.safetensors", tensors);
            Mistake("sample --weights w.safetensors --model toy2d", sentence);
        }
    }

    [Test]
    public void The_options_in_a_file_are_those_of_networks_and_name_no_folder()
    {
        foreach (GanModel model in GanModel.Catalog.All)
        {
            TrainingOptions options = TrainingOptions.For(model) with { Data = "/home/somebody/photos", Limit = 5 };
            TrainingOptions kept = TrainingOptions.FromJson(WeightsFile.OptionsIn(options), "file");
            Assert.That(kept, Is.EqualTo(options with { Data = model.DefaultData, Limit = 0 }), model.Name);
            Assert.That(() => kept.Validate(), Throws.Nothing, model.Name);
        }

        TrainingOptions student = TrainingOptions.For(GanModel.Catalog.Find("mlp")) with
        {
            Teacher = "/home/somebody/runs/mlp", Student = StudentBeginning.Alone, Reconstruction = 1, Adversarial = 0, Width = 0.5f,
        };
        TrainingOptions alone = TrainingOptions.FromJson(WeightsFile.OptionsIn(student), "file").Validate();
        Assert.That((alone.Teacher, alone.Width), Is.EqualTo(("", 0.5f)));
    }

    /// <summary>A safetensors file of this header and so many bytes of zeros, which take no room.</summary>
    private static void WriteSparse(string path, string header, long bytes)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        using FileStream file = File.Create(path);
        file.Write(BitConverter.GetBytes((long)json.Length));
        file.Write(json);
        file.SetLength(file.Position + bytes);
    }

    private static float[] Floats(string npz) => MemoryMarshal.Cast<byte, float>(NpyReader.Read(npz)["x"].Data).ToArray();

    private static SafeTensor Doubled(SafeTensor tensor) => new(
        "F64", tensor.Shape, MemoryMarshal.AsBytes(Array.ConvertAll(tensor.ToFloats(), v => (double)v).AsSpan()).ToArray());

    private static SafeTensor Halved(SafeTensor tensor, string type)
    {
        ushort[] words = Array.ConvertAll(
            tensor.ToFloats(),
            v => type == "F16" ? BitConverter.HalfToUInt16Bits((Half)v) : (ushort)(BitConverter.SingleToUInt32Bits(v) >> 16));
        return new(type, tensor.Shape, MemoryMarshal.AsBytes(words.AsSpan()).ToArray());
    }
}
