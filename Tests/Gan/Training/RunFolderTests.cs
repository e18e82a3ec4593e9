using GanFromScratch.Engine;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Training;
using GanFromScratch.Tests.Layers.Serialization;

namespace GanFromScratch.Tests.GanTraining;

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
        Assert.That(() => RunFolder.Create(path, Options), Throws.TypeOf<InputException>().With.Message.EqualTo($"{path} exists already and nothing in it will be overwritten: choose another --out."));
        Assert.That(Directory.GetFileSystemEntries(path), Has.Length.EqualTo(1));
    }

    [Test]
    public void A_run_in_the_way_is_answered_with_how_to_resume_it()
    {
        RunFolder.Create(path, Options).WriteOptions(Options);
        Assert.That(() => RunFolder.Create(path, Options), Throws.TypeOf<InputException>().With.Message.EndWith($"or go on with this run by --resume \"{path}\"."));
    }

    [Test]
    public void A_file_in_the_way_stays()
    {
        File.WriteAllText(path, "mine");
        Assert.That(() => RunFolder.Create(path, Options), Throws.TypeOf<InputException>().With.Message.Contains("is a file"));
        Assert.That(() => RunFolder.Create(Path.Combine(path, "below"), Options), Throws.TypeOf<InputException>().With.Message.StartsWith("Cannot make the folder"));
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
    public void Checkpoints_are_ordered_by_their_number_and_strangers_are_left_alone()
    {
        RunFolder folder = Populate("step-00000009.safetensors", "step-100000000.safetensors", "step-99999999.safetensors", "step-best.safetensors", "step-.safetensors", "notes.txt", "step-00000010.safetensors.x.tmp");
        Assert.That(folder.CheckpointFiles().Select(Path.GetFileName), Is.EqualTo(new[] { "step-100000000.safetensors", "step-99999999.safetensors", "step-00000009.safetensors" }));
        folder.RemoveOldCheckpoints();
        Assert.That(
            Directory.GetFiles(Path.Combine(path, "checkpoints")).Select(Path.GetFileName),
            Is.EquivalentTo(new[] { "step-100000000.safetensors", "step-99999999.safetensors", "step-best.safetensors", "step-.safetensors", "notes.txt", "step-00000010.safetensors.x.tmp" }));
    }

    [Test]
    public void A_folder_belongs_to_one_trainer_at_a_time()
    {
        RunFolder folder = RunFolder.Create(path, Options);
        using (folder.Lock())
            Assert.That(() => folder.Lock(), Throws.TypeOf<InputException>().With.Message.Contains("in use by another process"));
        Assert.That(() => folder.Lock().Dispose(), Throws.Nothing);
    }

    [Test]
    public void What_a_killed_process_left_half_written_is_cleared_away()
    {
        RunFolder folder = Populate("step-00000010.safetensors.0123.tmp", "step-00000009.safetensors");
        folder.Lock().Dispose();
        Assert.That(Directory.GetFiles(Path.Combine(path, "checkpoints")).Select(Path.GetFileName), Is.EqualTo(new[] { "step-00000009.safetensors" }));
    }

    private RunFolder Populate(params string[] checkpoints)
    {
        RunFolder folder = RunFolder.Create(path, Options);
        Directory.CreateDirectory(Path.Combine(path, "checkpoints"));
        foreach (string name in checkpoints)
            File.WriteAllText(Path.Combine(path, "checkpoints", name), "");
        return folder;
    }
}
