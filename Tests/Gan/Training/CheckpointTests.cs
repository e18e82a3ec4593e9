using System.Text;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers.Serialization;
using GanFromScratch.Tests.Layers.Serialization;

namespace GanFromScratch.Tests.Gan.Training;

public sealed class CheckpointTests
{
    private static readonly TrainingOptions Options = TrainerBench.Options("toy2d");
    private static readonly TrainingPosition Position = new(Epoch: 2, BatchInEpoch: 3, Step: 9);

    private TemporaryFolder temporary = null!;
    private RunFolder folder = null!;

    /// <summary>A name for each way to damage a file, and how.</summary>
    public static IEnumerable<TestCaseData> Damages()
    {
        yield return Damage("empty", _ => [], "expected at least 8");
        yield return Damage("half of it", b => b[..(b.Length / 2)], "bytes of data");
        yield return Damage("the last byte missing", b => b[..^1], "bytes of data");
        yield return Damage("a byte too many", b => [.. b, 0], "bytes of data");
        yield return Damage("all zero", b => new byte[b.Length], "safetensors");
        yield return Damage("header length of 2^60", b => [0, 0, 0, 0, 0, 0, 0, 16, .. b[8..]], "its header claims");
        yield return Damage("a flipped bit in the weights", b => Flip(b, b.Length - 5), "check sum");
        yield return Damage("another flipped bit", b => Flip(b, b.Length / 2), "check sum");
        yield return Damage("text instead", _ => Encoding.UTF8.GetBytes("this is no checkpoint at all"), "its header claims");
        yield return Damage(
            "another format", b => Replace(b, "gan-checkpoint-1", "gan-checkpoint-9"),
            "expected a checkpoint of format gan-checkpoint-1, got gan-checkpoint-9");
        yield return Damage(
            "another model", b => Replace(b, "\"model\":\"toy2d\"", "\"model\":\"other\""),
            "a checkpoint of model other, but the run's options say toy2d");
        yield return Damage("no epoch", b => Replace(b, "\"epoch\"", "\"epoxy\""), "lacks a whole number 'epoch'");
        yield return Damage("a negative step", b => Replace(b, "\"step\":\"9\"", "\"step\":\"-\""), "lacks a whole number 'step'");
        yield return Damage("another tensor's name", b => Replace(b, "random.noise", "random.moise"), "check sum");
    }

    [SetUp]
    public void Make()
    {
        temporary = new TemporaryFolder();
        folder = RunFolder.Create(Path.Combine(temporary.Path, "run"), Options);
    }

    [TearDown]
    public void Remove() => temporary.Dispose();

    public static IEnumerable<TestCaseData> ModelsAndModes() =>
        TrainerBench.Modes.Keys.Select(mode => new TestCaseData("toy2d", mode))
            .Concat(
            [
                new("mlp", "alternating"), new("mlp", "moving average"), new("keras-mlp", "simultaneous"), new("pix2pix", "alternating"),
                new("srgan", "alternating"), new("nextframe", "moving average"),
                new("sagan", "alternating"), new("stylegan", "moving average"), new("cyclegan", "alternating"),
                new("progressive", "moving average"),
                new("anogan", "moving average"), new("infogan", "alternating"), new("bigan", "moving average"),
                new("table", "moving average"), new("series", "alternating"),
                new("video", "moving average"), new("text2image", "alternating"),
            ]);

    [TestCaseSource(nameof(ModelsAndModes))]
    public void A_trainer_goes_on_from_it_with_the_same_bits(string model, string mode)
    {
        TrainingOptions options = TrainerBench.Options(model, mode);
        using TrainerBench straight = TrainerBench.OnCpu(options).Step(2);
        Checkpoint.Save(folder, straight.Trainer, straight.Fingerprint, Position);

        // The other one has been elsewhere, under another learning rate, and its step is recorded already.
        using TrainerBench resumed = TrainerBench.OnCpu(options).Step();
        resumed.Trainer.SetLearningRates(0.1f, 0.1f);
        Assert.That(Checkpoint.Load(folder.CheckpointFile(9), resumed.Trainer, options), Is.EqualTo(Position));
        StateAssert.SameBits(resumed.State(), straight.State());
        Assert.That(resumed.Trainer.GeneratorOptimizer.LearningRate, Is.EqualTo(options.GeneratorRate));
        StateAssert.SameBits(resumed.Rewind().Step(2).State(), straight.Rewind().Step(2).State());
    }

    [Test]
    public void The_same_state_gives_the_same_bytes()
    {
        using TrainerBench bench = TrainerBench.OnCpu(Options).Step();
        Checkpoint.Save(folder, bench.Trainer, bench.Fingerprint, Position);
        byte[] first = File.ReadAllBytes(folder.CheckpointFile(9));
        Checkpoint.Save(folder, bench.Trainer, bench.Fingerprint, Position);
        Assert.That(File.ReadAllBytes(folder.CheckpointFile(9)), Is.EqualTo(first));
    }

    [Test]
    public void The_newest_and_one_before_it_are_kept()
    {
        using TrainerBench bench = TrainerBench.OnCpu(Options);
        for (int step = 1; step <= 4; step++)
            Checkpoint.Save(folder, bench.Trainer, bench.Fingerprint, new TrainingPosition(0, step, step));
        Assert.That(folder.CheckpointFiles(), Is.EqualTo(new[] { folder.CheckpointFile(4), folder.CheckpointFile(3) }));
    }

    [TestCaseSource(nameof(Damages))]
    public void A_damaged_one_is_refused_in_a_sentence_that_names_it(Func<byte[], byte[]> damage, string expected)
    {
        using TrainerBench bench = TrainerBench.OnCpu(Options).Step();
        Checkpoint.Save(folder, bench.Trainer, bench.Fingerprint, Position);
        string file = folder.CheckpointFile(9);
        File.WriteAllBytes(file, damage(File.ReadAllBytes(file)));
        string message = Assert.Catch<InputException>(() => Checkpoint.Load(file, bench.Trainer, Options))!.Message;
        Assert.That(message, Does.Contain(file).And.Contain(expected).And.EndWith(".").And.Not.Contain("\n"));
    }

    [Test]
    public void One_of_other_shapes_is_refused_and_changes_nothing()
    {
        using TrainerBench bench = TrainerBench.OnCpu(Options).Step();
        Checkpoint.Save(folder, bench.Trainer, bench.Fingerprint, Position);
        SafeTensorsFile saved = SafeTensors.Load(folder.CheckpointFile(9));
        Dictionary<string, float[]> before = bench.State();
        Assert.Multiple(() =>
        {
            Assert.That(
                LoadChanged(t => t["generator.0.weight"] = SafeTensor.FromFloats(new float[10], 10)),
                Does.Contain("generator.0.weight is F32 of shape (10), expected F32 of (64, 10)"));
            Assert.That(
                LoadChanged(t => t["generator.0.bias"] = SafeTensor.FromUInt32(new uint[64], 64)),
                Does.Contain("generator.0.bias is U32 of shape (64), expected F32 of (64)"));
            Assert.That(LoadChanged(t => t.Remove("generator.4.bias")), Does.Contain("lacks generator.4.bias"));
            Assert.That(
                LoadChanged(t => t["generator.9.bias"] = SafeTensor.FromFloats(new float[2], 2)),
                Does.Contain("has generator.9.bias besides what the model has"));
            Assert.That(
                LoadChanged(t => t["random.noise"] = SafeTensor.FromFloats(new float[4], 4)),
                Does.Contain("lacks the random state random.noise"));
        });
        Assert.That(StateAssert.Differing(bench.State(), before), Is.Empty);

        string LoadChanged(Action<Dictionary<string, SafeTensor>> change)
        {
            var tensors = saved.Tensors.ToDictionary();
            change(tensors);
            Dictionary<string, string> metadata = saved.Metadata.ToDictionary();
            metadata["crc32c"] = Checkpoint.SumOf(tensors);
            string path = temporary.File("changed.safetensors");
            SafeTensors.Save(path, tensors, metadata);
            return Assert.Throws<InputException>(() => Checkpoint.Load(path, bench.Trainer, Options))!.Message;
        }
    }

    [Test]
    public void The_newest_that_is_whole_is_taken_and_the_damaged_ones_are_reported()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder.CheckpointFile(1))!);
        foreach (int step in new[] { 1, 2, 3 })
            File.WriteAllText(folder.CheckpointFile(step), "");
        var passedOver = new List<string>();
        long? found = Checkpoint.LoadNewest<long>(
            folder, f => f == folder.CheckpointFile(1) ? 1 : throw new DamagedFileException($"bad {f}"),
            (f, why) => passedOver.Add(why.Message));
        Assert.That(found, Is.EqualTo(1));
        Assert.That(passedOver, Is.EqualTo(new[] { $"bad {folder.CheckpointFile(3)}", $"bad {folder.CheckpointFile(2)}" }));
        Assert.That(
            () =>
                Checkpoint.LoadNewest<long>(
                    folder, f => throw new DamagedFileException($"bad {f}"), (_, _) => Assert.Fail("nothing took their place")),
            Throws.InstanceOf<InputException>().With.Message.EqualTo($"bad {folder.CheckpointFile(3)}"));
    }

    [Test]
    public void One_that_is_whole_but_cannot_be_loaded_is_not_passed_over()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder.CheckpointFile(1))!);
        foreach (int step in new[] { 1, 2 })
            File.WriteAllText(folder.CheckpointFile(step), "");
        Assert.That(
            () =>
                Checkpoint.LoadNewest<long>(
                    folder, f => f == folder.CheckpointFile(1) ? 1 : throw new InputException("not permitted"),
                    (_, _) => Assert.Fail("an older one took its place")),
            Throws.TypeOf<InputException>().With.Message.EqualTo("not permitted"));
    }

    [Test]
    public void Weights_that_are_not_finite_are_refused_before_anything_is_loaded()
    {
        using TrainerBench bench = TrainerBench.OnCpu(Options).Step();
        Dictionary<string, float[]> before = bench.State();
        Checkpoint.Save(folder, bench.Trainer, bench.Fingerprint, Position);
        SafeTensorsFile saved = SafeTensors.Load(folder.CheckpointFile(9));
        var tensors = saved.Tensors.ToDictionary();
        tensors["generator.4.bias"] = SafeTensor.FromFloats([float.NaN, 0], 2);
        SafeTensors.Save(
            folder.CheckpointFile(9), tensors, new Dictionary<string, string>(saved.Metadata) { ["crc32c"] = Checkpoint.SumOf(tensors) });
        Assert.That(
            () => Checkpoint.Load(folder.CheckpointFile(9), bench.Trainer, Options),
            Throws.TypeOf<InputException>().With.Message.Contains("generator.4.bias holds values that are not finite"));
        Assert.That(StateAssert.Differing(bench.State(), before), Is.Empty);
    }

    [Test]
    public void A_file_far_larger_than_the_model_is_refused_without_being_read()
    {
        using TrainerBench bench = TrainerBench.OnCpu(Options).Step();
        string path = temporary.File("sparse.safetensors");
        string header = """{"a":{"dtype":"F32","shape":[1610612736],"data_offsets":[0,6442450944]}}""".PadRight(80);
        using (FileStream file = File.Create(path))
        {
            file.Write(BitConverter.GetBytes((long)header.Length));
            file.Write(Encoding.UTF8.GetBytes(header));
            file.SetLength(file.Position + 6442450944);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(
            () => Checkpoint.Load(path, bench.Trainer, Options),
            Throws.InstanceOf<InputException>().With.Message.Contains("6,442,450,944 bytes"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(10_000_000));
    }

    [Test]
    public void A_run_without_one_has_none() =>
        Assert.That(Checkpoint.LoadNewest<long>(folder, _ => 1, (_, _) => { }), Is.Null);

    private static TestCaseData Damage(string name, Func<byte[], byte[]> damage, string expected) =>
        new TestCaseData(damage, expected).SetArgDisplayNames(name);

    private static byte[] Flip(byte[] bytes, int at)
    {
        bytes[at] ^= 0x10;
        return bytes;
    }

    private static byte[] Replace(byte[] bytes, string old, string with)
    {
        int at = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(old));
        Assert.That(at, Is.Positive, $"the file holds {old}");
        Encoding.UTF8.GetBytes(with).CopyTo(bytes, at);
        return bytes;
    }
}
