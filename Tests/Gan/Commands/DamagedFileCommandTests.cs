using GanFromScratch.Gan.Training;
using GanFromScratch.Tests.Gan.Data;
using GanFromScratch.Tests.Gan.Data.Images;
using GanFromScratch.Tests.Layers.Serialization;

namespace GanFromScratch.Tests.Gan.Commands;

/// <summary>
/// The whole corpus of damaged files once more, as a person meets them: through the command line. What each sentence says is tested beside
/// its reader; here every file must end in exit code 2, one line on standard error, and nothing else.
/// </summary>
public sealed class DamagedFileCommandTests : CommandLine
{
    private static IEnumerable<TestCaseData> Data() =>
    [
        .. DamagedIdxTests.Table().Select(
            f => new TestCaseData(f, "train-images-idx3-ubyte", "train-images-idx3-ubyte").SetArgDisplayNames($"idx: {f.Case}")),
        .. DamagedCsvTests.Table().Select(f => new TestCaseData(f, "train.csv", "train.csv").SetArgDisplayNames($"CSV: {f.Case}")),
        .. DamagedPngTests.Table().Select(f => new TestCaseData(f, "images/one.png", "images").SetArgDisplayNames($"PNG: {f.Case}")),
    ];

    private static IEnumerable<TestCaseData> Checkpoints() =>
        DamagedSafeTensorsTests.Table().Select(f => new TestCaseData(f).SetArgDisplayNames(f.Case));

    [TestCaseSource(nameof(Data))]
    public void A_damaged_data_file_ends_in_exit_code_2(DamagedFile file, string name, string data)
    {
        string path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, file.Bytes);
        Mistake(["data", "--data", Path.Combine(Folder, data)], Folder);
    }

    [TestCaseSource(nameof(Checkpoints))]
    public void A_damaged_checkpoint_ends_in_exit_code_2(DamagedFile file)
    {
        TrainingOptions options = TrainingOptions.For(GanFromScratch.Gan.Models.GanModel.Catalog.Find("toy2d"));
        RunFolder run = RunFolder.Create("run", options);
        run.WriteOptions(options);
        string checkpoint = run.CheckpointFile(1);
        Directory.CreateDirectory(Path.GetDirectoryName(checkpoint)!);
        File.WriteAllBytes(checkpoint, file.Bytes);
        Mistake("sample --run run --count 1", Path.GetFileName(checkpoint));
    }
}
