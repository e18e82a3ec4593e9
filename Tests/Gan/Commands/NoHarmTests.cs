using System.Diagnostics;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers.Serialization;
using GanFromScratch.Tests.Gan.Training;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Gan.Commands;

/// <summary>What must not happen to a person's files, whatever is asked for and whatever lies in the way.</summary>
public sealed class NoHarmTests : CommandLine
{
    private const string Toy = "train --model toy2d --recipe tutorial --steps 3 --batch 32 --sample-count 20 --out run";

    [TestCase("options.json")]
    [TestCase("log.csv")]
    [TestCase("samples/final.png")]
    [TestCase("checkpoints/step-00000003.safetensors")]
    public void No_output_takes_the_place_of_a_file_of_a_run(string file)
    {
        Run(Toy);
        byte[] before = File.ReadAllBytes($"run/{file}");
        File.CreateSymbolicLink("alias", Path.GetFullPath($"run/{file}"));
        Directory.CreateSymbolicLink("folder", Path.GetFullPath(Path.GetDirectoryName($"run/{file}")!));
        foreach (string path in new[] { $"run/{file}", $"./run/../run/{file}", "alias", $"folder/{Path.GetFileName(file)}" })
        {
            foreach (
                string command in new[]
                {
                    "report --run run --out", "sample --run run --grid", "interpolate --run run --gif", "explain --model toy2d --out"
                })
                Mistake($"{command} {path}", "is a file of the training run in");
        }

        Assert.That(File.ReadAllBytes($"run/{file}"), Is.EqualTo(before));
        Run("report --run run --out run/report.html");
    }

    [Test]
    public void Two_outputs_are_two_files()
    {
        Run(Toy);
        File.CreateSymbolicLink("same", "walk");
        Mistake("interpolate --run run --grid walk --gif ./same", "--grid and --gif both name ./same; give each a file of its own.");
    }

    [Test]
    [Platform(Include = "Linux")]
    public void A_device_or_a_pipe_is_not_replaced_by_an_output()
    {
        Run(Toy);
        SpecialFile.Pipe("pipe");
        Run("report --run run --out /dev/null");
        Mistake("report --run run --out pipe", "Cannot write pipe: it is a pipe, expected a regular file or none; choose another place.");
        Assert.That((FileKinds.Of("/dev/null"), FileKinds.Of("pipe")), Is.EqualTo((FileKind.CharacterDevice, FileKind.Pipe)));
    }

    [Test]
    [Platform(Include = "Linux")]
    public void A_pipe_among_the_inputs_is_answered_at_once()
    {
        Run(Toy);
        SpecialFile.Pipe("pipe");
        Mistake("train --data pipe", "it is a pipe, expected a regular file");
        Mistake("train --config pipe", "it is a pipe, expected a regular file");
        Mistake("score --images pipe", "it is a pipe, expected a regular file");
        File.Delete("run/log.csv");
        SpecialFile.Pipe("run/log.csv");
        Mistake("report --run run", "Cannot read run/log.csv: it is a pipe");
        Mistake("train --resume run --steps 4", "Cannot read run/log.csv: it is a pipe");
    }

    [TestCase("{\"model\":\"\\ud800\"}", "has half a character")]
    [TestCase("{\"\\udc00\":1}", "has half a character")]
    [TestCase("{\"model\":\"vae\"}", "own.json: Unknown model 'vae': expected mlp")]
    [TestCase("{\"model\":\"a\\u001b[2J\\nb\"}", @"own.json: Unknown model 'a\u001B[2J\nb'")]
    public void Options_of_a_file_are_answered_for_in_one_sentence(string json, string sentence)
    {
        File.WriteAllText("own.json", json);
        Mistake("train --config own.json", sentence);
    }

    [Test]
    public void Scores_of_a_file_are_answered_for_in_one_sentence()
    {
        Run(Toy);
        File.WriteAllText("run/scores.json", "{\"a\":{\"b\":\"\\ud800\"}}");
        Mistake("report --run run", "run/scores.json: expected a JSON object of scores: the text at byte 10 has half a character");
    }

    [Test]
    public void A_message_is_short_whatever_a_file_holds()
    {
        File.WriteAllText("list.csv", $"filename\n{new string('x', 1_000_000)}.png\n");
        (int code, _, string errors) = Gan("train --data list.csv");
        Assert.That(code, Is.EqualTo(2));
        Assert.That(errors.TrimEnd('\n'), Has.Length.LessThan(400));
    }

    [Test]
    public void Scores_that_cannot_be_kept_are_shown_all_the_same()
    {
        Run(Toy);
        Directory.CreateDirectory("run/scores.json");
        (int code, string output, string errors) = Gan("score --run run --json");
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.Zero);
            Assert.That(output, Does.Contain("\"modes\""));
            Assert.That(errors, Does.StartWith("The scores could not be saved for reports: Cannot write run/scores.json: it is a folder"));
        });
    }

    [Test]
    public void Weights_that_are_not_finite_make_no_samples()
    {
        Run(Toy);
        string file = RunFolder.Open("run").CheckpointFiles()[0];
        SafeTensorsFile saved = SafeTensors.Load(file);
        Dictionary<string, SafeTensor> tensors = saved.Tensors.ToDictionary(t =>
                t.Key, t =>
                    t.Key.StartsWith("generator.", StringComparison.Ordinal)
                        ? SafeTensor.FromFloats([.. t.Value.ToFloats().Select(_ => float.NaN)], t.Value.Shape)
                        : t.Value);
        SafeTensors.Save(file, tensors, new Dictionary<string, string>(saved.Metadata) { ["crc32c"] = Checkpoint.SumOf(tensors) });
        Mistake("sample --run run", "holds values that are not finite (NaN or infinite)");
        Mistake("score --run run", "holds values that are not finite (NaN or infinite)");
        Assert.That(File.Exists("samples.png"), Is.False);
    }

    [Test]
    public void A_limit_that_is_no_number_is_no_limit() =>
        Mistake("score --run run --max-frechet nan", "--max-frechet: expected a finite number, got 'nan'.");

    [Test]
    public void Sizes_behind_a_zero_are_sizes_too()
    {
        File.WriteAllBytes("zero.idx", [0, 0, 8, 4, 0, 0, 0, 0, 0, 255, 255, 255, 0, 255, 255, 255, 0, 255, 255, 255]);
        Mistake("train --data zero.idx", "its dimensions multiply to more than");
    }

    // Standard output, or both streams, on a full disk.
    [TestCase("> /dev/full")]
    [TestCase("> /dev/full 2> /dev/full")]
    [TestCase(">&- 2>&-")]
    [Platform(Include = "Linux")]
    public void A_run_outlives_its_console(string streams)
    {
        using Process shell = Process.Start("bash", ["-c", $"{Child.ForShell} {Toy} {streams}"]);
        Assert.That(shell.WaitForExit(TimeSpan.FromMinutes(1)), Is.True);
        Assert.That(shell.ExitCode, Is.Zero);
        Assert.That(File.Exists("run/checkpoints/step-00000003.safetensors") && File.Exists("run/samples/final.png"), Is.True);
    }

    /// <summary>Six sizes at which files stop growing, as on a disk that is full: the limit counts blocks of 1,024 bytes.</summary>
    [TestCase(1)]
    [TestCase(4)]
    [TestCase(16)]
    [TestCase(48)]
    [TestCase(80)]
    [TestCase(160)]
    [Platform(Include = "Linux")]
    public void Where_files_cannot_grow_any_more_none_is_left_half_written(int blocks)
    {
        using Process shell = Process.Start(
            new ProcessStartInfo("bash", ["-c", $"trap '' XFSZ; ulimit -f {blocks}; exec {Child.ForShell} {Toy}"])
        {
            // The runtime maps its code twice through a file in memory, to which the limit applies as well.
            Environment = { ["DOTNET_EnableWriteXorExecute"] = "0", ["DOTNET_EnableDiagnostics"] = "0" },
            RedirectStandardError = true,
        })!;
        string errors = shell.StandardError.ReadToEnd();
        shell.WaitForExit();
        Assert.Multiple(() =>
        {
            Assert.That(
                shell.ExitCode == 0 || errors.StartsWith("Cannot write ", StringComparison.Ordinal), Is.True,
                $"{shell.ExitCode}: {errors}");
            Assert.That(Directory.GetFiles(Folder, "*.tmp", SearchOption.AllDirectories), Is.Empty);
            if (File.Exists("run/options.json"))
                Assert.That(RunFolder.Open("run").ReadOptions().Steps, Is.EqualTo(3));
            if (File.Exists("run/log.csv"))
                Assert.That(TrainingLog.Read("run/log.csv"), Has.Count.EqualTo(1));
            foreach (string checkpoint in Directory.Exists("run/checkpoints") ? Directory.GetFiles("run/checkpoints") : [])
                Assert.That(SafeTensors.Load(checkpoint).Tensors, Is.Not.Empty);
        });
    }

    [Test]
    public void A_run_writes_nothing_outside_of_its_folder()
    {
        Run(Toy);
        Assert.That(Directory.GetFileSystemEntries("."), Is.EqualTo(new[] { "./run" }));
    }

    [Test]
    public void A_packed_file_that_was_cut_or_is_followed_by_other_bytes_is_refused()
    {
        byte[] pixels = new byte[40 * 784];
        new Random(1).NextBytes(pixels);
        IdxFile.Write("whole.gz", [40, 28, 28], pixels);
        byte[] whole = File.ReadAllBytes("whole.gz");
        Assert.That(IdxFile.Read("whole.gz").Data, Is.EqualTo(pixels));
        foreach (
            (string name, byte[] bytes) in new[]
            {
                ("no trailer", whole[..^8]), ("half a trailer", whole[..^4]), ("bytes behind", [.. whole, 1, 2, 3, 4, 5]),
                ("twice", [.. whole, .. whole])
            })
        {
            File.WriteAllBytes("other.gz", bytes);
            Assert.That(
                () => IdxFile.Read("other.gz"), Throws.InstanceOf<InputException>().With.Message.StartsWith("Cannot read other.gz as idx"),
                name);
        }
    }

    [Test]
    public void A_bomb_is_refused_before_it_is_unpacked()
    {
        IdxFile.Write("bomb.gz", [300, 1024, 1024], new byte[300 << 20]);
        long before = GC.GetTotalAllocatedBytes();
        Assert.That(
            () => IdxFile.Read("bomb.gz"), Throws.InstanceOf<InputException>().With.Message.Contains("more than the file can hold"));
        Assert.That(GC.GetTotalAllocatedBytes() - before, Is.LessThan(1 << 20));
    }
}
