using GanFromScratch.Engine;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers.Serialization;
using GanFromScratch.Tests.Layers.Serialization;

namespace GanFromScratch.Tests.Gan.Training;

[NonParallelizable]
public sealed class RunFolderTests
{
    private static readonly TrainingOptions Options = TrainingOptions.For(new Toy2dModel());

    private TemporaryFolder temporary = null!;
    private string path = null!;

    [SetUp]
    public void Make() => path = Path.Combine((temporary = new TemporaryFolder()).Path, "my run");

    [TearDown]
    public void Remove() => temporary.Dispose();

    [Test]
    public void Nameless_runs_are_numbered_and_take_nobodys_place()
    {
        string here = Environment.CurrentDirectory;
        Environment.CurrentDirectory = temporary.Path;
        try
        {
            Directory.CreateDirectory("runs");
            File.WriteAllText("runs/toy2d-ring-2", "a file of the user's");
            string[] names = [.. Enumerable.Range(0, 3).Select(_ => RunFolder.Create(null, Options).Path)];
            Assert.That(names, Is.EqualTo(new[] { 1, 3, 4 }.Select(n => Path.Combine("runs", $"toy2d-ring-{n}"))));
        }
        finally
        {
            Environment.CurrentDirectory = here;
        }
    }

    [Test]
    public void An_empty_folder_is_taken_and_a_full_one_is_not()
    {
        Directory.CreateDirectory(path);
        RunFolder.Create(path, Options);
        File.WriteAllText(Path.Combine(path, "thesis.txt"), "years of work");
        Assert.That(
            () => RunFolder.Create(path, Options),
            Throws.TypeOf<InputException>().With.Message.EqualTo(
                $"{path} exists already and nothing in it will be overwritten: choose another --out."));
        Assert.That(Directory.GetFileSystemEntries(path), Has.Length.EqualTo(1));
    }

    [Test]
    public void A_run_in_the_way_is_answered_with_how_to_resume_it()
    {
        RunFolder.Create(path, Options).WriteOptions(Options);
        Assert.That(
            () => RunFolder.Create(path, Options),
            Throws.TypeOf<InputException>().With.Message.EndWith($"or go on with this run by --resume '{path}'."));
    }

    [Test]
    public void A_file_in_the_way_stays()
    {
        File.WriteAllText(path, "mine");
        Assert.That(() => RunFolder.Create(path, Options), Throws.TypeOf<InputException>().With.Message.Contains("is a file"));
        Assert.That(
            () => RunFolder.Create(Path.Combine(path, "below"), Options),
            Throws.TypeOf<InputException>().With.Message.StartsWith("Cannot make the folder"));
        Assert.That(File.ReadAllText(path), Is.EqualTo("mine"));
    }

    [Test]
    public void What_is_no_run_is_not_opened_and_not_changed()
    {
        Assert.That(() => RunFolder.Open(path), Throws.TypeOf<InputException>().With.Message.Contains("no such folder"));
        Assert.That(() => RunFolder.Open(temporary.Path), Throws.TypeOf<InputException>().With.Message.Contains("it has no options.json"));
        Assert.That(Directory.GetFileSystemEntries(temporary.Path), Is.Empty);
    }

    [Test]
    public void Old_checkpoints_go_and_strangers_stay()
    {
        RunFolder folder = Populate(
            "step-best.safetensors", "step-.safetensors", "notes.txt", "step-00000010.safetensors.x.tmp", "step-00000008.safetensors");
        foreach (long step in new[] { 9, 99_999_999, 100_000_000 })
            Save(folder.CheckpointFile(step), step);
        Assert.That(
            folder.CheckpointFiles().Select(Path.GetFileName),
            Is.EqualTo(
                new[]
                {
                    "step-100000000.safetensors", "step-99999999.safetensors", "step-00000009.safetensors", "step-00000008.safetensors"
                }));
        folder.RemoveOldCheckpoints();
        Assert.That(
            Directory.GetFiles(Path.Combine(path, "checkpoints")).Select(Path.GetFileName),
            Is.EquivalentTo(new[]
            {
                "step-100000000.safetensors", "step-99999999.safetensors", "step-best.safetensors", "step-.safetensors", "notes.txt",
                "step-00000010.safetensors.x.tmp",
                "step-00000008.safetensors",
            }),
            "the oldest is ours and goes; the one that cannot be read stays");
    }

    [Test]
    public void A_checkpoint_counts_by_the_step_in_it_and_a_copy_under_another_name_is_never_deleted()
    {
        RunFolder folder = Populate();
        foreach (long step in new[] { 120, 130, 140 })
            Save(folder.CheckpointFile(step), step);
        foreach (long named in new[] { 90_000_000, 90_000_001 })
            File.Copy(folder.CheckpointFile(120), folder.CheckpointFile(named));
        Assert.That(folder.CheckpointFiles()[0], Is.EqualTo(folder.CheckpointFile(140)));
        folder.RemoveOldCheckpoints();
        Assert.That(
            folder.CheckpointFiles(),
            Is.EqualTo(
                new[]
                {
                    folder.CheckpointFile(140), folder.CheckpointFile(130), folder.CheckpointFile(90_000_000),
                    folder.CheckpointFile(90_000_001)
                }));
    }

    [Test]
    public void What_is_set_aside_overwrites_nothing_that_was_set_aside_before()
    {
        RunFolder folder = Populate("step-00000009.safetensors", "step-00000009.safetensors.damaged");
        string file = folder.CheckpointFile(9);
        File.WriteAllText(file, "newer");
        Assert.That(RunFolder.SetAside(file), Is.EqualTo($"{file}.damaged-2"));
        Assert.That(
            (File.ReadAllText($"{file}.damaged"), File.ReadAllText($"{file}.damaged-2"), File.Exists(file)),
            Is.EqualTo(("", "newer", false)));
    }

    [Test]
    public void What_a_run_left_that_ended_before_its_options_were_written_is_begun_again()
    {
        RunFolder folder = RunFolder.Create(path, Options);
        folder.Lock().Dispose();
        File.WriteAllText(Path.Combine(path, $"options.json.{Guid.NewGuid():N}.tmp"), "{");
        Assert.That(
            () => RunFolder.Open(path),
            Throws.TypeOf<InputException>().With.Message.Contains(
                "stopped before its first step").And.Message.EndWith($"train --out '{path}'."));
        RunFolder again = RunFolder.Create(path, Options);
        using (again.Lock())
            again.Begin(Options);
        Assert.That(RunFolder.Open(path).ReadOptions(), Is.EqualTo(Options));
        Assert.That(Directory.GetFiles(path, "*.tmp"), Is.Empty);
    }

    [Test]
    public void Only_half_written_files_of_its_own_are_cleared_away_and_never_through_a_link()
    {
        string photos = Directory.CreateDirectory(Path.Combine(temporary.Path, "photos")).FullName;
        RunFolder folder = Populate(TemporaryName("thesis.tex"), TemporaryName("step-00000010.safetensors"));
        Directory.CreateDirectory(Path.Combine(path, "mine"));
        string[] kept =
        [
            Path.Combine(photos, "a.tmp"), Path.Combine(
                photos, TemporaryName("final.png")), Path.Combine(path, "notes.tmp"), Path.Combine(path, TemporaryName("thesis.tex")),
            Path.Combine(path, "mine", TemporaryName("options.json")), Path.Combine(path, "options.json.tmp"),
        ];
        foreach (string file in kept)
            File.WriteAllText(file, "mine");
        Directory.CreateSymbolicLink(Path.Combine(path, "samples"), photos);
        Directory.CreateSymbolicLink(Path.Combine(path, "photos"), photos);
        Directory.CreateSymbolicLink(Path.Combine(path, "loop"), path);
        Directory.CreateSymbolicLink(Path.Combine(path, "again"), ".");
        File.WriteAllText(Path.Combine(path, TemporaryName("options.json")), "{");
        folder.Lock().Dispose();
        Assert.That(kept.Where(file => !File.Exists(file)), Is.Empty);
        Assert.That(
            Directory.GetFiles(Path.Combine(path, "checkpoints")).Select(file => Path.GetFileName(file)[..10]),
            Is.EqualTo(new[] { "thesis.tex" }));
        Assert.That(Directory.GetFiles(path, "options.json.*.tmp"), Is.Empty);
    }

    [TestCase("options.json")]
    [TestCase("log.csv")]
    [TestCase("samples/final.png")]
    [TestCase("samples/epoch-0001.png")]
    [TestCase("checkpoints/step-00000120.safetensors")]
    public void A_file_of_a_run_is_known_as_such(string file)
    {
        RunFolder.Create(path, Options).Begin(Options);
        Assert.That(RunFolder.OwnerOf(Path.Combine(path, file)), Is.EqualTo(path));
        Assert.That(RunFolder.OwnerOf(Path.Combine(temporary.Path, file)), Is.Null, "where there is no run");
    }

    [TestCase("report.html")]
    [TestCase("samples/more.png")]
    [TestCase("elsewhere/options.json")]
    public void Other_files_in_its_folder_are_not(string file)
    {
        RunFolder.Create(path, Options).Begin(Options);
        Assert.That(RunFolder.OwnerOf(Path.Combine(path, file)), Is.Null);
    }

    [Test]
    public void A_folder_belongs_to_one_trainer_at_a_time()
    {
        RunFolder folder = RunFolder.Create(path, Options);
        using (folder.Lock())
            Assert.That(() => folder.Lock(), Throws.TypeOf<InputException>().With.Message.Contains("in use by another process"));
        Assert.That(() => folder.Lock().Dispose(), Throws.Nothing);
    }

    private static string TemporaryName(string target) => $"{target}.{Guid.NewGuid():N}.tmp";

    private static void Save(string file, long step) =>
        SafeTensors.Save(file, new Dictionary<string, SafeTensor>(), new Dictionary<string, string> { ["step"] = $"{step}" });

    private RunFolder Populate(params string[] checkpoints)
    {
        RunFolder folder = RunFolder.Create(path, Options);
        Directory.CreateDirectory(Path.Combine(path, "checkpoints"));
        foreach (string name in checkpoints)
            File.WriteAllText(Path.Combine(path, "checkpoints", name), "");
        return folder;
    }
}
