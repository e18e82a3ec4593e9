using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using GanFromScratch.Gan.Output;
using Parquet;
using Parquet.Schema;

namespace GanFromScratch.Tests.Gan.Data.Forms;

/// <summary>Small files of each form, as other programs write them.</summary>
internal static class FormSamples
{
    public static byte[] Png(params byte[] row) => PngFile.Encode(new Bitmap(row.Length, 1, 1, row));

    /// <summary>An array of NumPy, version 1.0, padded as NumPy pads.</summary>
    public static byte[] Npy(string type, int[] shape, byte[] elements, bool fortran = false)
    {
        string sizes = string.Join(", ", shape) + (shape.Length == 1 ? "," : "");
        string header = $"{{'descr': '{type}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': ({sizes}), }}";
        header = header.PadRight(((10 + header.Length + 64) / 64 * 64) - 11) + "\n";
        byte[] length = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)header.Length);
        return [0x93, .. "NUMPY"u8, 1, 0, .. length, .. Encoding.Latin1.GetBytes(header), .. elements];
    }

    public static byte[] Floats(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    public static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in entries)
            {
                using Stream stream = zip.CreateEntry(name).Open();
                stream.Write(content);
            }
        }

        return file.ToArray();
    }

    public static byte[] Tar(params (string Name, byte[] Content)[] entries)
    {
        var file = new MemoryStream();
        using (var tar = new TarWriter(file, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in entries)
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
            tar.WriteEntry(new UstarTarEntry(TarEntryType.SymbolicLink, "link.png") { LinkName = "/etc/hostname" });
        }

        return file.ToArray();
    }

    public static byte[] Gzip(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Optimal))
            stream.Write(bytes);
        return packed.ToArray();
    }

    /// <summary>Columns image, a struct of bytes and path, and label, with the names of the classes, in two groups of rows.</summary>
    public static byte[] HubFile(byte[][] images, long[]? labels, string? names = null)
    {
        var bytes = new DataField<byte[]>("bytes");
        var path = new DataField<string>("path");
        var label = new DataField<long>("label");
        var schema = labels == null ? new ParquetSchema(new StructField("image", bytes, path)) : new ParquetSchema(
            new StructField("image", bytes, path), label);
        var file = new MemoryStream();
        Write().GetAwaiter().GetResult();
        return file.ToArray();

        async Task Write()
        {
            await using ParquetWriter writer = await ParquetWriter.CreateAsync(schema, file);
            if (names != null)
                writer.CustomMetadata = new Dictionary<string, string> { ["huggingface"] = names };
            int half = (images.Length + 1) / 2;
            foreach ((int first, int count) in new[] { (0, half), (half, images.Length - half) })
            {
                using ParquetRowGroupWriter group = writer.CreateRowGroup();
                await group.WriteAsync(bytes, images[first..(first + count)]);
                await group.WriteAsync(path, new string[count]);
                if (labels != null)
                    await group.WriteAsync<long>(label, labels.AsMemory(first, count));
                group.CompleteValidate();
            }
        }
    }
}
