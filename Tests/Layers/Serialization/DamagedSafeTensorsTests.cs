using System.Text;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Tests.Layers.Serialization;

/// <summary>Safetensors files that must be refused, as the reference implementation refuses them.</summary>
public sealed class DamagedSafeTensorsTests
{
    private const string Good = "\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]";

    private static IEnumerable<TestCaseData> Files => Table().Select(file => file.AsTestCase());

    [TestCaseSource(nameof(Files))]
    public void Is_refused(DamagedFile file) => file.AssertRefused("model.safetensors", path => SafeTensors.Load(path));

    internal static IEnumerable<DamagedFile> Table()
    {
        yield return new("empty file", [], "0 bytes", "at least 8");
        yield return new("seven bytes", new byte[7], "7 bytes");
        yield return new("length zero", new byte[8], "begin with '{'");
        yield return new(
            "length beyond the file", [.. BitConverter.GetBytes(100L), (byte)'{', (byte)'}'], "claims 100 bytes", "only 2 follow");
        yield return new("length above the limit", [.. BitConverter.GetBytes(100_000_001L), (byte)'{'], "at most 100,000,000");
        yield return new("length of all ones", [.. BitConverter.GetBytes(-1L), (byte)'{', (byte)'}'], "18,446,744,073,709,551,615");
        yield return new("a text file", Encoding.ASCII.GetBytes("filename,label\n0.png,4\n"), "claims");
        yield return Json("header is a list", "[]", 0, "begin with '{'");
        yield return Json("space before the brace", " {}", 0, "begin with '{'");
        yield return Json("brace never closed", "{\"t\":{" + Good + "}", 4, "JSON");
        yield return Json("text after the brace", "{}x", 0, "JSON");
        yield return Json("a second object", "{}{}", 0, "JSON");
        yield return Json("comma before the brace", "{\"t\":{" + Good + "},}", 4, "JSON");
        yield return Json("comment", "{/* */}", 0, "JSON");
        yield return Json("half a character escaped", "{\"\\ud800\":{" + Good + "}}", 4, "JSON");
        yield return Json("nested too deep", "{\"t\":{\"x\":" + new string('[', 100) + new string(']', 100) + "}}", 0, "JSON");
        yield return Raw("not UTF-8", [(byte)'{', (byte)'"', 0xC3, 0x28, (byte)'"', (byte)'}'], "UTF-8");
        yield return Raw("zero bytes as padding", [(byte)'{', (byte)'}', 0, 0], "JSON");
        yield return Json("name twice", "{\"t\":{" + Good + "},\"t\":{" + Good + "}}", 4, "'t' appears twice");
        yield return Json("name twice, once escaped", "{\"t\":{" + Good + "},\"\\u0074\":{" + Good + "}}", 4, "'t' appears twice");
        yield return Json("field twice", "{\"t\":{" + Good + ",\"shape\":[1]}}", 4, "'shape' of tensor 't'");
        yield return Json("metadata key twice", "{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}}", 0, "'k' appears twice");
        yield return Json("metadata twice", "{\"__metadata__\":{},\"__metadata__\":{}}", 0, "'__metadata__' appears twice");
        yield return Json("metadata holds a number", "{\"__metadata__\":{\"k\":1}}", 0, "__metadata__.k", "text");
        yield return Json("metadata is a list", "{\"__metadata__\":[]}", 0, "__metadata__", "object");
        yield return Json("tensor is a number", "{\"t\":5}", 0, "t in its header", "object");
        yield return Json("no dtype", "{\"t\":{\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "lacks its dtype");
        yield return Json("no shape", "{\"t\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}", 4, "lacks its shape");
        yield return Json("no offsets", "{\"t\":{\"dtype\":\"F32\",\"shape\":[1]}}", 4, "lacks its data_offsets");
        yield return Json("dtype is a number", "{\"t\":{\"dtype\":32,\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "t.dtype");
        yield return Tensor("unknown dtype", "F8_E4M3", "[4]", "[0,4]", 4, "'F8_E4M3'", "F32");
        yield return Tensor("shape is a number", "F32", "1", "[0,4]", 4, "t.shape", "list");
        yield return Tensor("side below zero", "F32", "[-1]", "[0,4]", 4, "t.shape", "whole numbers");
        yield return Tensor("side is a fraction", "F32", "[1.5]", "[0,4]", 4, "t.shape", "whole numbers");
        yield return Tensor("side is a text", "F32", "[\"1\"]", "[0,4]", 4, "t.shape");
        yield return Tensor("side beyond 32 bits", "F32", "[4294967296]", "[0,4]", 4, "4,294,967,296");
        yield return Tensor("size overflows", "F32", "[2147483647,2147483647,2147483647]", "[0,4]", 4, "overflows");
        yield return Tensor("size overflows before a zero", "F32", "[2147483647,2147483647,2147483647,0]", "[0,0]", 0, "overflows");
        yield return Tensor("one offset", "F32", "[1]", "[0]", 4, "1 data_offsets");
        yield return Tensor("three offsets", "F32", "[1]", "[0,4,8]", 4, "3 data_offsets");
        yield return Tensor("offset below zero", "F32", "[1]", "[-4,0]", 4, "t.data_offsets");
        yield return Tensor("end before start", "F32", "[1]", "[4,0]", 4, "ends at 0, before its start 4");
        yield return Tensor("shape and bytes differ", "F32", "[2]", "[0,4]", 4, "needs 8 bytes but has 4");
        yield return Tensor("type and bytes differ", "U64", "[1]", "[0,4]", 4, "needs 8 bytes but has 4");
        yield return Tensor("hole at the front", "F32", "[1]", "[4,8]", 8, "a hole");
        yield return Json("hole in the middle", Two("[0,4]", "[8,12]"), 12, "'u' starts at 8, expected 4", "hole");
        yield return Json("overlap", Two("[0,4]", "[2,6]"), 6, "an overlap");
        yield return Json("the same bytes twice", Two("[0,4]", "[0,4]"), 4, "an overlap");
        yield return Tensor("data cut short", "F32", "[1]", "[0,4]", 3, "promises 4 bytes", "3 follow");
        yield return Tensor("data too long", "F32", "[1]", "[0,4]", 5, "promises 4 bytes", "5 follow");
        yield return Tensor("a terabyte promised", "F32", "[1000000,250000]", "[0,1000000000000]", 4, "1,000,000,000,000");
    }

    private static string Two(string first, string second) =>
        $"{{\"t\":{{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":{first}}},"
        + $"\"u\":{{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":{second}}}}}";

    private static DamagedFile Tensor(string name, string dtype, string shape, string offsets, int dataBytes, params string[] words) =>
        Json(name, $"{{\"t\":{{\"dtype\":\"{dtype}\",\"shape\":{shape},\"data_offsets\":{offsets}}}}}", dataBytes, words);

    private static DamagedFile Json(string name, string json, int dataBytes, params string[] words)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        return new(name, [.. BitConverter.GetBytes((long)bytes.Length), .. bytes, .. new byte[dataBytes]], words);
    }

    private static DamagedFile Raw(string name, byte[] header, params string[] words) =>
        new(name, [.. BitConverter.GetBytes((long)header.Length), .. header], words);
}
