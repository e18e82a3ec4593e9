using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Data;

/// <summary>One file of a data set.</summary>
/// <param name="Path">Where it was found; null if it was not.</param>
/// <param name="Name">Its published name, without ".gz".</param>
/// <param name="Dimensions">The sizes in its header; empty where it cannot be read.</param>
/// <param name="Md5">Of its uncompressed bytes, in lower-case hexadecimal; null where it cannot be read.</param>
/// <param name="PublishedMd5">What that should be.</param>
/// <param name="Problem">Why it cannot be read, or null.</param>
public sealed record DatasetFileDescription(
    string Name, string? Path, IReadOnlyList<int> Dimensions, string? Md5, string PublishedMd5, string? Problem)
{
    /// <summary>The file is, byte for byte, the one that was published.</summary>
    public bool IsOriginal => Md5 == PublishedMd5;
}

/// <summary>What the <c>data</c> verb shows of a known data set.</summary>
/// <param name="Name">What <c>--data</c> calls it.</param>
/// <param name="Title">Its name in the literature, with its authors.</param>
/// <param name="Folder">Where it was found; null if it was not.</param>
/// <param name="Advice">How to get it.</param>
/// <param name="Files">Its four files.</param>
/// <param name="TrainCount">Training images; 0 where they cannot be read.</param>
/// <param name="TestCount">Test images; 0 where they cannot be read.</param>
/// <param name="Format">Of every image; null where they cannot be read.</param>
/// <param name="TrainByClass">Training images of each class; empty where labels cannot be read.</param>
/// <param name="ClassNames">A name for each class, or null where classes are only numbers.</param>
public sealed record DatasetDescription(
    string Name, string Title, string? Folder, string Advice, IReadOnlyList<DatasetFileDescription> Files, int TrainCount, int TestCount,
    ImageFormat? Format, IReadOnlyList<int> TrainByClass, IReadOnlyList<string>? ClassNames)
{
    /// <summary>Reads and hashes the data set's files in <paramref name="folder"/>; null if there is no such folder.</summary>
    internal static DatasetDescription Of(KnownDataset known, string? folder)
    {
        var files = new List<DatasetFileDescription>();
        int trainCount = 0, testCount = 0;
        ImageFormat? format = null;
        int[] byClass = [];
        foreach (DatasetFile file in known.Files)
        {
            string? path = folder is null ? null : IdxFolder.Find(folder, file.Name);
            (IdxFile? content, string? problem) = path is null ? (null, null) : TryRead(path);
            string? md5 = content is null ? null : Md5(content);
            files.Add(new DatasetFileDescription(file.Name, path, content?.Dimensions ?? [], md5, file.Md5, problem));
            if (content is { Dimensions: [var count, var height, var width] } && !file.HoldsLabels)
            {
                format = new ImageFormat(1, height, width);
                (trainCount, testCount) = file.Part == DatasetPart.Train ? (count, testCount) : (trainCount, count);
            }

            if (content is { Dimensions.Length: 1 } && file is { HoldsLabels: true, Part: DatasetPart.Train })
                byClass = CountByClass(content.Data);
        }

        return new DatasetDescription(
            known.Name, known.Title, folder, known.Advice, files, trainCount, testCount, format, byClass, known.ClassNames);
    }

    private static (IdxFile? Content, string? Problem) TryRead(string path)
    {
        try
        {
            return (IdxFile.Read(path), null);
        }
        catch (InputException error)
        {
            return (null, error.Message);
        }
    }

    private static int[] CountByClass(byte[] labels)
    {
        var counts = new int[labels.Length == 0 ? 0 : labels.Max() + 1];
        foreach (byte label in labels)
            counts[label]++;
        return counts;
    }

    /// <summary>Hashes header and elements as they stand in the uncompressed file.</summary>
    [SuppressMessage("Security", "CA5351", Justification = "MD5 is what was published; it guards against damage, not against an attacker.")]
    private static string Md5(IdxFile file)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        hash.AppendData(file.Header());
        hash.AppendData(file.Data);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
