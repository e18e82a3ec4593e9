using System.Runtime.InteropServices;
using System.Text.Json;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Training;
using GanFromScratch.Tests.Engine.Devices.OpenCl;
using GanFromScratch.Tests.Gan.Export;

namespace GanFromScratch.Tests.Gan.Commands;

public sealed class TrainCommandTests : CommandLine
{
    private const string Toy = "train --model toy2d --batch 256 --epochs 2 --sample-count 20 --out run";

    [Test]
    public void A_run_says_what_it_does_and_where_its_pictures_are()
    {
        string[] lines = Run(Toy).Split('\n');
        Assert.Multiple(() =>
        {
            Assert.That(lines[0], Does.StartWith("toy2d on cpu (").And.EndWith("; 10,000 samples of ring; seed 1"));
            Assert.That(
                lines[1], Is.EqualTo("10,000 samples in batches of 256 make 78 steps; a GAN needs thousands: --epochs 77"));
            Assert.That(lines[2], Does.StartWith("Recipe points: --").And.Contain(" --penalty r1:"));
            Assert.That(lines[3], Is.EqualTo("2 epochs, 78 steps"));
            Assert.That(lines[4], Does.StartWith("epoch   1  step 39/78  loss D "));
            Assert.That(lines[6], Is.EqualTo("Samples: run/samples/final.png"));
            Assert.That(lines[7], Is.EqualTo("Losses:  run/losses.svg"));
            Assert.That(lines[8], Is.EqualTo("More:    sample --run run --count 100 --grid more.png"));
            Assert.That(string.Concat(lines), Does.Not.Contain("\e"), "no colours in a pipe");
            Assert.That(PngFile.Read("run/samples/final.png").Width, Is.EqualTo(512));
        });
    }

    [Test]
    public void A_run_begins_with_the_weights_of_another_or_of_a_file()
    {
        Run($"{Toy} --ema 0.9");
        const string still = "--model toy2d --batch 256 --steps 1 --lr 1e-12 --lr-g 1e-12 --sample-count 20";
        string said = Run($"train {still} --ema 0 --init-from run --out second");
        Assert.That(said, Does.Contain("Weights from ").And.Contain(" of the generator, ").And.Contain(" of the discriminator.\n"));
        Run("export --run run --to safetensors --out g.safetensors");
        Assert.That(Run($"train {still} --ema 0 --init-from g.safetensors --out third"), Does.Contain(" tensors of the generator.\n"));
        float[] first = Points("run");
        Assert.That(Points("third"), Is.EqualTo(first).Within(1e-4), "what is exported are the averages, which samples are made with");
        Assert.That(Points("second"), Is.Not.EqualTo(first).Within(1e-4), "a run goes on with the weights themselves");
        Mistake($"train {still} --latent-size 3 --init-from run --out fourth", "generator.0.weight is (");
        Assert.That(Directory.Exists("fourth"), Is.False);
        Assert.That(
            Run($"train {still} --latent-size 3 --init-from run --init-partly --out fourth"),
            Does.Match("[0-9]+ of [0-9]+ tensors of the generator, .*; generator.0.weight is \\("));
        Mistake($"train {still} --init-partly", "--init-partly is about --init-from");
        Mistake($"train {still} --init-from nowhere", "nowhere");

        static float[] Points(string run)
        {
            Run($"sample --run {run} --count 20 --npz {run}.npz --device cpu");
            return [.. MemoryMarshal.Cast<byte, float>(NpyReader.Read($"{run}.npz")["x"].Data)];
        }
    }

    [Test]
    public void Small_data_has_enough_steps_unless_a_length_is_chosen()
    {
        IdxFile.WriteImages("few", DatasetCatalog.Default.Load("mnist").Take(8));
        Assert.That(Run("train --data few --batch 4 --steps 1 --out one --device cpu"), Does.Contain("\n1 step\n"));
        Assert.That(RunFolder.Open("one").ReadOptions().Epochs, Is.EqualTo(12), "the model's");
        TrainingOptions few = TrainingOptions.For(new MlpModel()) with { Batch = 4 };
        Assert.That(few.WithEnoughSteps(8).Epochs, Is.EqualTo(1500));
        Assert.That((few with { Budget = 1 }).WithEnoughSteps(8).Epochs, Is.EqualTo(12));
        Assert.That(few.WithEnoughSteps(20_000).Epochs, Is.EqualTo(12), "not small");
        Assert.That(few.FewSteps(8), Is.EqualTo("8 samples in batches of 4 make 24 steps; a GAN needs thousands: --epochs 1500"));
        Assert.That(few.FewSteps(100), Is.Null);
    }

    [Test]
    public void Json_lines_are_all_that_standard_output_gets()
    {
        (int code, string output, string errors) = Gan(Toy + " --json");
        string[] lines = output.TrimEnd('\n').Split('\n');
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.Zero);
            Assert.That(lines.Select(l => JsonDocument.Parse(l).RootElement.GetProperty("step").GetInt32()), Is.EqualTo(new[] { 39, 78 }));
            Assert.That(errors, Does.Contain("Samples: run/samples/final.png"));
        });
    }

    [Test]
    public void Every_option_reaches_the_options_of_the_run()
    {
        Run(
            "train --model toy2d --recipe tutorial --image-size 0 --channels 0 --data moons --epochs 3 --steps 2 --batch 8 --lr 0.01 "
            + "--beta1 0.25 --beta2 0.75 --epsilon 0.5 --schedule Linear --loss Minimax "
            + "--average-discriminator-loss true --update Alternating --discriminator-steps 2 --l1 0.125 --l2 0.0625 "
            + "--freeze-discriminator false --epoch-is-one-batch "
            + "--seed 18446744073709551615 --device cpu --threads 1 --capture false --checkpoint-every 4e "
            + "--sample-every 10steps --score-every 1h --sample-count 5 --out run");
        Assert.That(RunFolder.Open("run").ReadOptions(), Is.EqualTo(new TrainingOptions
        {
            Model = "toy2d", Data = "moons", Epochs = 3, Steps = 2, Batch = 8, LearningRate = 0.01f, Beta1 = 0.25f, Beta2 = 0.75f,
            Epsilon = 0.5f, Schedule = "linear", Loss = "minimax",
            AverageDiscriminatorLoss = true, Update = UpdateOrder.Alternating, DiscriminatorSteps = 2, L1 = 0.125f, L2 = 0.0625f,
            FreezeDiscriminator = false, EpochIsOneBatch = true,
            Seed = ulong.MaxValue, Device = "cpu", Threads = 1, Capture = false, CheckpointEvery = 4,
            SampleEvery = new(10, IntervalUnit.Steps), ScoreEvery = new(3600, IntervalUnit.Seconds), SampleCount = 5,
        }));
    }

    [Test]
    public void Every_option_of_a_run_has_its_option_on_the_command_line()
    {
        // learningRate is --lr, also within a name; the others are the same words with hyphens.
        IEnumerable<string> expected = JsonDocument.Parse(TrainingOptions.For(new MlpModel()).ToJson()).RootElement.EnumerateObject()
            .Select(p => JsonNamingPolicy.KebabCaseLower.ConvertName(p.Name.Replace("learningRate", "lr", StringComparison.Ordinal))
                .Replace("beta-", "beta", StringComparison.Ordinal).Replace("l-1", "l1", StringComparison.Ordinal)
                .Replace("l-2", "l2", StringComparison.Ordinal));
        string help = Run("train --help");
        Assert.That(expected.Where(n => !help.Contains($"--{n} ", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void The_options_of_a_run_give_the_same_weights_again_and_can_be_overridden()
    {
        Run(Toy + " --seed 9");
        Run("train --config run/options.json --out again");
        Run("train --config run/options.json --seed 8 --out other");
        Assert.That(CheckSum("again", "generator."), Is.EqualTo(CheckSum("run", "generator.")));
        Assert.That(CheckSum("other", "generator."), Is.Not.EqualTo(CheckSum("run", "generator.")));
    }

    [Test]
    public void A_finished_run_is_resumed_with_more_epochs_from_any_folder()
    {
        Run(Toy);
        Run("train --model toy2d --batch 256 --epochs 4 --sample-count 20 --out straight");
        Assert.That(
            Run("train --resume run"), Does.Contain("This run has finished: epoch 2 of 2, 78 steps; give a larger --epochs to train on."));
        string run = Path.GetFullPath("run"), straight = Path.GetFullPath("straight");
        Directory.CreateDirectory("elsewhere");
        Environment.CurrentDirectory = Path.GetFullPath("elsewhere");
        Assert.That(Run("train", "--resume", run, "--epochs", "4"), Does.Contain("resuming at step 78 of 156"));
        Assert.That(CheckSum(run, "generator."), Is.EqualTo(CheckSum(straight, "generator.")));
    }

    [Test]
    public void A_run_goes_on_on_another_device_and_says_what_that_means()
    {
        OpenClFixture.RequireDevice();
        Run($"{Toy} --device cpu");
        Assert.That(
            Run("train --resume run --epochs 3 --device opencl"),
            Does.Contain("Begun on cpu, this run goes on on opencl: the results agree within rounding, not bit for bit."));
        Assert.That(RunFolder.Open("run").ReadOptions().Device, Is.EqualTo("opencl"));
    }

    [Test]
    public void A_run_goes_on_with_another_compiler_and_says_what_that_means()
    {
        OpenClFixture.RequireDevice();
        Run($"{Toy} --device opencl");
        Assert.That(
            Run("train --resume run --epochs 3 --compiler c"),
            Does.Contain("Begun with the compiler auto, this run goes on with c: the results agree within rounding, not bit for bit."));
        Assert.That(RunFolder.Open("run").ReadOptions().Compiler, Is.EqualTo("c"));
    }

    [Test]
    public void Own_data_is_found_again_from_another_folder()
    {
        WriteImages("digits/train-images-idx3-ubyte", 40);
        Run("train --data digits --batch 8 --steps 2 --sample-count 4 --out run");
        string run = Path.GetFullPath("run");
        Assert.That(RunFolder.Open(run).ReadOptions().Data, Is.EqualTo(Path.GetFullPath("digits")));
        Environment.CurrentDirectory = Path.GetTempPath();
        Assert.That(Gan("train", "--resume", run, "--steps", "4").Code, Is.Zero);
    }

    [Test]
    public void Own_images_of_another_size_are_converted_with_a_word_about_it()
    {
        Directory.CreateDirectory("photos");
        for (int i = 0; i < 6; i++)
            PngFile.Write($"photos/{i}.png", new Bitmap(20, 10, 3, Enumerable.Repeat((byte)(40 * i), 600).ToArray()));
        File.WriteAllText("list.csv", "filename,label\n" + string.Concat(Enumerable.Range(0, 6).Select(i => $"{i}.png,{i % 2}\n")));
        File.Copy("list.csv", "photos/list.csv");
        Assert.That(
            Run("train --data photos --batch 2 --steps 1 --sample-count 4 --out folder"),
            Does.Contain("6 images converted from 20×10 RGB to 28×28 gray, cropped as photos are (--fit pad or stretch)"));
        Assert.That(Run("train --data photos/list.csv --batch 2 --steps 1 --sample-count 4 --out csv"), Does.Contain("6 images converted"));
        Assert.That(CheckSum("csv", "generator."), Is.EqualTo(CheckSum("folder", "generator.")));
    }

    [Test]
    public void Data_that_changed_since_is_noticed_before_anything_is_written()
    {
        WriteImages("digits/train-images-idx3-ubyte", 40);
        Run("train --data digits --batch 8 --epochs 1 --sample-count 4 --out run");
        string newest = RunFolder.Open("run").CheckpointFiles()[0];
        foreach (int other in new[] { 44, 80 })
        {
            WriteImages("digits/train-images-idx3-ubyte", other);
            Mistake("train --resume run --epochs 2 --json", $"the data was 40 samples with check sum");
        }

        WriteImages("digits/train-images-idx3-ubyte", 40, seed: 2);
        Mistake("train --resume run --epochs 2 --json", "the data was 40 samples with check sum");
        Assert.That(RunFolder.Open("run").CheckpointFiles()[0], Is.EqualTo(newest), "a healthy checkpoint keeps its name");
        WriteImages("digits/train-images-idx3-ubyte", 40);
        Run("train --resume run --epochs 2");
        WriteImages("digits/train-images-idx3-ubyte", 44);
        Assert.That(
            Run("train --resume run --epochs 3 --allow-changes"),
            Does.Contain("Changed since the run began: the data was 40 samples"));
    }

    [Test]
    public void Without_a_name_runs_are_numbered()
    {
        Run("train --model toy2d --data grid --steps 1");
        Run("train --model toy2d --data grid --steps 1");
        Assert.That(Directory.GetDirectories("runs").Order(), Is.EqualTo(new[] { "runs/toy2d-grid-1", "runs/toy2d-grid-2" }));
    }

    [TestCase("train --foo", "Unknown option '--foo'; Gan train --help lists what there is.")]
    [TestCase("train --epoch 5", "Unknown option '--epoch'; did you mean '--epochs'? Gan train --help lists what there is.")]
    [TestCase("train --bacth 3", "Unknown option '--bacth'; did you mean '--batch'?")]
    [TestCase("train --batch-size 3", "Unknown option '--batch-size'")]
    [TestCase("train extra", "Unknown word 'extra'")]
    [TestCase("train --epochs", "Required argument missing for option: '--epochs'; Gan train --help")]
    [TestCase("train --epochs many", "--epochs: expected a whole number, got 'many'.")]
    [TestCase("train --epochs 2.5", "--epochs: expected a whole number, got '2.5'.")]
    [TestCase("train --epochs 99999999999", "--epochs: expected a whole number, got '99999999999'.")]
    [TestCase("train --epochs 0", "--epochs: expected 1 to 1,000,000, got 0.")]
    [TestCase("train --seed -1", "--seed: expected a whole number from 0 to 18446744073709551615, got '-1'.")]
    [TestCase("train --lr fast", "--lr: expected a finite number, got 'fast'.")]
    [TestCase("train --lr nan", "--lr: expected a finite number, got 'nan'.")]
    [TestCase("train --l1 inf", "--l1: expected a finite number, got 'inf'.")]
    [TestCase("train --allow-changes", "--allow-changes is for a run that goes on; give it together with --resume DIR, or leave it out.")]
    [TestCase("train --update later", "--update: expected alternating or simultaneous, got 'later'.")]
    [TestCase("train --update 1", "--update: expected alternating or simultaneous, got '1'.")]
    [TestCase("train --freeze-discriminator maybe", "--freeze-discriminator: expected true or false, got 'maybe'.")]
    [TestCase("train --schedule zigzag", "--schedule: expected constant, linear, cosine, exponential, got 'zigzag'.")]
    [TestCase("train --loss wasserstein9", "Unknown loss 'wasserstein9'")]
    [TestCase("train --model vae", "Unknown model 'vae': expected mlp, ")]
    [TestCase("train --device abacus --model toy2d", "Unknown device 'abacus': expected auto, cpu, reference")]
    [TestCase("train --data nowhere --json", "There is no data set and no file 'nowhere'")]
    [TestCase("train --data ring", "choose --model toy2d, or image data.")]
    [TestCase("train --model toy2d --data mnist", "model toy2d learns points of the plane; expected ring, grid, moons, spiral.")]
    [TestCase("train --resume nowhere", "'nowhere': there is no such folder; expected the folder of a training run.")]
    [TestCase("train --resume .", ". is not the folder of a training run: it has no options.json")]
    [TestCase("train --resume . --out x", "leave out --config and --out.")]
    [TestCase("train --recipe secret", "Unknown recipe 'secret': expected tutorial, ")]
    [TestCase("train --config x --recipe wgan", "--config gives all options; leave out --recipe")]
    [TestCase("train --config nowhere.json", "Cannot read nowhere.json: there is no such file")]
    [TestCase("train --config .", "Cannot read .: it is a folder")]
    public void A_mistake_is_answered_in_one_sentence_and_leaves_nothing(string arguments, string sentence)
    {
        Mistake(arguments, sentence);
        Assert.That(Directory.GetFileSystemEntries("."), Is.Empty);
    }

    [TestCase("--out")]
    [TestCase("--data")]
    [TestCase("--resume")]
    [TestCase("--config")]
    public void An_empty_path_is_a_mistake(string option)
    {
        Mistake(["train", "--model", "toy2d", option, ""], "''");
        Assert.That(Directory.GetFileSystemEntries("."), Is.Empty);
    }

    [Test]
    public void A_folder_that_holds_something_is_not_trained_into()
    {
        Directory.CreateDirectory("thesis");
        File.WriteAllText("thesis/text.tex", "years of work");
        Mistake(
            "train --model toy2d --steps 1 --out thesis",
            "thesis exists already and nothing in it will be overwritten: choose another --out.");
        Assert.That(Directory.GetFileSystemEntries("thesis"), Has.Length.EqualTo(1));
    }

    [Test]
    public void What_a_resumed_run_cannot_change_is_refused()
    {
        Run(Toy);
        Mistake("train --resume run --beta1 0.1",
            "--beta1 cannot change when a run goes on; --resume takes --epochs, --steps, --budget, --batch, --lr, --lr-g, --lr-d, "
            + "--schedule, --schedule-g, --schedule-d, --loss, --penalty, --augment, --device, --compiler, --threads, --capture, "
            + "--checkpoint-every, --sample-every, --score-every, --tensorboard.");
        Assert.That(File.Exists("run/history.txt"), Is.False);
        Assert.That(Run("train --resume run --epochs 3 --lr 0.1 --batch 512"), Does.Contain(
            "Changed since the run began: batch was 256 and is 512; learningRate was 0.002 and is 0.1."));
        Assert.That(File.ReadAllText("run/history.txt"), Is.EqualTo(
            "step 78: batch was 256 and is 512\nstep 78: learningRate was 0.002 and is 0.1\n"));
        Assert.That(RunFolder.Open("run").ReadOptions().LearningRate, Is.EqualTo(0.1f));
        Assert.That(TrainingLog.Read("run/log.csv")[^1].Step, Is.EqualTo(78 + 19));
        Mistake("train --resume run --epochs 1 --json", "This run has trained 97 steps already");
    }

    [Test]
    public void Damaged_files_of_a_run_are_named()
    {
        Run(Toy);
        string log = File.ReadAllText("run/log.csv"), options = File.ReadAllText("run/options.json");
        File.WriteAllText("run/log.csv", log.Replace("\n1,39,", "\n1,39.5,", StringComparison.Ordinal));
        Mistake("train --resume run --epochs 3 --json", "run/log.csv: not the log of a training run: line 4");
        File.WriteAllText("run/log.csv", log);
        File.WriteAllText("run/options.json", options[..40]);
        Mistake("train --resume run --json", "run/options.json: not a file of training options");
        File.WriteAllText("run/options.json", options.Replace("256", "-256", StringComparison.Ordinal));
        Mistake("train --resume run --json", "run/options.json: --batch: expected 2 to 65,536, got -256.");
        File.WriteAllText("run/options.json", options);
        Run("train --resume run --epochs 3");
    }

    private static void WriteImages(string path, int count, int seed = 1)
    {
        byte[] pixels = new byte[count * 784];
        new Random(seed).NextBytes(pixels);
        IdxFile.Write(path, [count, 28, 28], pixels);
    }
}
