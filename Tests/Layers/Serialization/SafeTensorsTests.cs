using System.Buffers.Binary;
using System.Text;
using FsCheck;
using GanFromScratch.Engine;
using GanFromScratch.Layers.Serialization;
using Checked = FsCheck.NUnit.PropertyAttribute;

namespace GanFromScratch.Tests.Layers.Serialization;

public sealed class SafeTensorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void Every_type_comes_back_as_it_was()
    {
        string path = _folder.File("types.safetensors");
        SafeTensors.Save(path, new Dictionary<string, SafeTensor>
        {
            ["weight"] = SafeTensor.FromFloats([1.5f, -0f, float.NaN, float.PositiveInfinity, 3e-45f, 7], 2, 3),
            ["counter"] = SafeTensor.FromUInt64([ulong.MaxValue], 1),
            ["step"] = SafeTensor.FromInt64([long.MinValue, 5], 2),
            ["key"] = SafeTensor.FromUInt32([uint.MaxValue, 0, 1], 3),
            ["scalar"] = SafeTensor.FromFloats([42]),
            ["empty"] = SafeTensor.FromFloats([], 0, 7),
        }, new Dictionary<string, string> { ["format"] = "pt", ["größe"] = "\"28×28\"\n" });

        SafeTensorsFile file = SafeTensors.Load(path);

        Assert.Multiple(() =>
        {
            Assert.That(file.Tensors, Has.Count.EqualTo(6));
            float[] weight = file.Tensors["weight"].ToFloats();
            float[] saved = [1.5f, -0f, float.NaN, float.PositiveInfinity, 3e-45f, 7];
            Assert.That(weight.Select(BitConverter.SingleToUInt32Bits), Is.EqualTo(saved.Select(BitConverter.SingleToUInt32Bits)));
            Assert.That(file.Tensors["weight"].Shape, Is.EqualTo(new[] { 2, 3 }));
            Assert.That(file.Tensors["counter"].ToUInt64(), Is.EqualTo(new[] { ulong.MaxValue }));
            Assert.That(file.Tensors["step"].ToInt64(), Is.EqualTo(new[] { long.MinValue, 5 }));
            Assert.That(file.Tensors["key"].ToUInt32(), Is.EqualTo(new[] { uint.MaxValue, 0u, 1u }));
            Assert.That(file.Tensors["scalar"].Shape, Is.Empty);
            Assert.That(file.Tensors["empty"].ToFloats(), Is.Empty);
            Assert.That(file.Metadata, Is.EqualTo(new Dictionary<string, string> { ["format"] = "pt", ["größe"] = "\"28×28\"\n" }));
        });
    }

    [Test]
    public void The_layout_is_the_reference_implementation_s()
    {
        string path = _folder.File("layout.safetensors");
        SafeTensors.Save(path, new Dictionary<string, SafeTensor>
        {
            ["b"] = SafeTensor.FromFloats([1], 1),
            ["a"] = SafeTensor.FromFloats([2, 3], 2),
            ["z"] = SafeTensor.FromInt64([9], 1),
        }, new Dictionary<string, string> { ["k"] = "v" });

        byte[] bytes = File.ReadAllBytes(path);
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        string json = Encoding.UTF8.GetString(bytes, 8, length);

        Assert.Multiple(() =>
        {
            // Wide types first, then names in order; spaces up to a multiple of eight.
            Assert.That(
                json.TrimEnd(' '),
                Is.EqualTo(
                    """{"__metadata__":{"k":"v"},"z":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[8,16]},"b":{"dtype":"F32","shape":[1],"data_offsets":[16,20]}}"""));
            Assert.That(length % 8, Is.Zero);
            Assert.That(bytes[(8 + length)..], Is.EqualTo(new byte[] { 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 64, 0, 0, 64, 64, 0, 0, 128, 63 }));
        });
    }

    [Test]
    public void The_same_tensors_give_the_same_bytes_whatever_their_order()
    {
        string first = _folder.File("first.safetensors"), second = _folder.File("second.safetensors");
        SafeTensor x = SafeTensor.FromFloats([1], 1), y = SafeTensor.FromFloats([2], 1);
        SafeTensors.Save(
            first, new Dictionary<string, SafeTensor> { ["x"] = x, ["y"] = y },
            new Dictionary<string, string> { ["m"] = "1", ["n"] = "2" });
        SafeTensors.Save(
            second, new Dictionary<string, SafeTensor> { ["y"] = y, ["x"] = x },
            new Dictionary<string, string> { ["n"] = "2", ["m"] = "1" });
        Assert.That(File.ReadAllBytes(second), Is.EqualTo(File.ReadAllBytes(first)));
    }

    [Test]
    public void No_tensors_at_all_are_a_file_too()
    {
        string path = _folder.File("none.safetensors");
        SafeTensors.Save(path, new Dictionary<string, SafeTensor>(), null);
        Assert.That(SafeTensors.Load(path).Tensors, Is.Empty);
        Assert.That(new FileInfo(path).Length, Is.EqualTo(16));
    }

    [Test]
    public void What_cannot_be_saved_is_refused_before_the_file_is_touched()
    {
        string path = _folder.Write("old.safetensors", [1]);
        Assert.Multiple(() =>
        {
            Refuses("__metadata__", SafeTensor.FromFloats([1], 1), "reserves");
            Refuses("t", new SafeTensor("F8_E4M3", [1], new byte[1]), "F8_E4M3");
            Refuses("t", new SafeTensor("F32", [2], new byte[4]), "do not fit");
            Refuses("t", new SafeTensor("F32", [-1, -1], new byte[4]), "do not fit");
            Assert.That(() => SafeTensor.FromFloats([1, 2], 3), Throws.InstanceOf<InputException>().With.Message.Contains("[3]"));
            Assert.That(
                () => SafeTensor.FromFloats([1], 1).ToUInt32(), Throws.InstanceOf<InputException>().With.Message.Contains("expected U32"));
        });
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(new byte[] { 1 }));

        void Refuses(string name, SafeTensor tensor, string word) => Assert.That(
            () => SafeTensors.Save(path, new Dictionary<string, SafeTensor> { [name] = tensor }, null),
            Throws.InstanceOf<InputException>().With.Message.Contains(word).And.Message.Contains(path));
    }

    [Test]
    public void Fields_of_a_later_format_and_scattered_spaces_are_passed_over()
    {
        byte[] json = Encoding.UTF8.GetBytes("""{ "t" : {"dtype":"U32", "new":{"a":[1,2]}, "shape":[ 1 ], "data_offsets":[0,4]} }   """);
        byte[] file = [.. BitConverter.GetBytes((long)json.Length), .. json, 5, 0, 0, 0];
        Assert.That(SafeTensors.Load(_folder.Write("later.safetensors", file)).Tensors["t"].ToUInt32(), Is.EqualTo(new[] { 5u }));
    }

    [Checked(MaxTest = 60)]
    public bool Whatever_is_saved_comes_back(NonNull<string>[] names, float[] values)
    {
        string path = _folder.File("property.safetensors");
        Dictionary<string, SafeTensor> tensors = names.Select(name => WellFormed(name.Get)).Distinct()
            .ToDictionary(
                name => name,
                name =>
                    SafeTensor.FromFloats(values.AsSpan(0, Math.Min(values.Length, name.Length)), 1, Math.Min(values.Length, name.Length)));
        SafeTensors.Save(path, tensors, null);
        IReadOnlyDictionary<string, SafeTensor> loaded = SafeTensors.Load(path).Tensors;
        return loaded.Count == tensors.Count







                                        && tensors.All(
                                            pair => loaded[pair.Key].Shape.SequenceEqual(pair.Value.Shape)
                                                && loaded[pair.Key].Data.SequenceEqual(pair.Value.Data));
    }

    [Checked(MaxTest = 400)]
    public bool A_changed_byte_gives_an_error_or_a_file(NonNegativeInt place, byte value)
    {
        string path = _folder.File("flip.safetensors");
        SafeTensors.Save(
            path, new Dictionary<string, SafeTensor> { ["w"] = SafeTensor.FromFloats([1, 2], 2), ["n"] = SafeTensor.FromUInt64([3], 1) },
            new Dictionary<string, string> { ["k"] = "v" });
        byte[] bytes = File.ReadAllBytes(path);
        bytes[place.Get % bytes.Length] = value;
        File.WriteAllBytes(path, bytes);
        try
        {
            return SafeTensors.Load(path).Tensors.Count <= 2;
        }
        catch (InputException error)
        {
            return error.Message.Contains(path, StringComparison.Ordinal);
        }
    }

    /// <summary>Half characters cannot be written in UTF-8, so no file can hold them.</summary>
    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
