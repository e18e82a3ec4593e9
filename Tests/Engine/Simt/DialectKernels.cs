using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Tests.Engine.Simt;

/// <summary>The struct of <see cref="DialectKernels.Affine"/>.</summary>
internal struct Pair
{
    public float Scale, Shift;
}

/// <summary>
/// Kernels written by hand in the words that the translator writes, each word used at least once: they prove dialects and devices without
/// any translated kernel.
/// </summary>
internal static class DialectKernels
{
    private const string File = "Tests/Engine/Simt/DialectKernels.cs";

    /// <summary>The functions that <see cref="Functions"/> applies, in its order: what it computes of x and y, in C#.</summary>
    public static readonly (string Name, Func<float, float, float> Value)[] FunctionValues =
    [
        ("fma", (x, y) => MathF.FusedMultiplyAdd(x, y, 0.1f)),
        ("two roundings", (x, y) => (x * y) + 0.1f),
        ("fabs", (x, _) => MathF.Abs(x)),
        ("sqrt", (x, _) => MathF.Sqrt(MathF.Abs(x))),
        ("rint", (x, _) => MathF.Round(x)),
        ("floor", (x, _) => MathF.Floor(x)),
        ("ceil", (x, _) => MathF.Ceiling(x)),
        ("trunc", (x, _) => MathF.Truncate(x)),
        ("imin", (x, y) => Math.Min((int)x, (int)y)),
        ("imax and iabs", (x, y) => Math.Max(Math.Abs((int)x), (int)y)),
        ("divide", (x, y) => x / y),
        ("exp", (x, _) => MathF.Exp(x)),
        ("log", (x, _) => MathF.Log(MathF.Abs(x))),
        ("pow", (x, y) => MathF.Pow(MathF.Abs(x), y)),
        ("tanh", (x, _) => MathF.Tanh(x)),
        ("sin", (x, _) => MathF.Sin(x)),
        ("cos", (x, _) => MathF.Cos(x)),
    ];

    /// <summary>How many of <see cref="FunctionValues"/>, from the first on, are the same bits on every device.</summary>
    public const int ExactFunctions = 11;

    /// <summary>y = s.scale · x + s.shift + c.</summary>
    public static readonly KernelProgram Affine = Register(
        "affine",
        256,
        """
        $kernel affine($global float* x_base, int x_start, int x_length, $global float* y_base, int y_start, int y_length, Pair s, float c)
        {
            int i = $global_index;
            if (i < y_length)
                y_base[y_start + i] = s.scale * x_base[x_start + i] + s.shift + c;
        }

        """,
        "Pair");

    /// <summary>Whether x is missing, the number of groups, and of items in one.</summary>
    public static readonly KernelProgram Missing = Register(
        "missing",
        32,
        """
        $kernel missing($global float* x_base, int x_start, int x_length, $global float* y_base, int y_start, int y_length)
        {
            if ($global_index != 0)
                return;
            y_base[y_start] = x_length == 0 ? 1.0f : 0.0f;
            y_base[y_start + 1] = (float)$group_count;
            y_base[y_start + 2] = (float)$group_size;
        }

        """);

    public static readonly KernelProgram AddOne = Register(
        "add_one",
        64,
        """
        $kernel add_one($global float* y_base, int y_start, int y_length)
        {
            for (int i = $global_index; i < y_length; i += $group_count * $group_size)
                y_base[y_start + i] += 1.0f;
        }

        """);

    /// <summary>z[f · n + i] is function f of x[i] and y[i].</summary>
    public static readonly KernelProgram Functions = Register(
        "functions",
        64,
        """
        $kernel functions($global float* x_base, int x_start, int x_length, $global float* y_base, int y_start, int y_length, $global float* z_base, int z_start, int z_length)
        {
            int i = $global_index;
            if (i >= x_length)
                return;
            float x = x_base[x_start + i], y = y_base[y_start + i];
            $global float* z = z_base + z_start + i;
            int n = x_length;
            z[0 * n] = $fma(x, y, 0.1f);
            z[1 * n] = x * y + 0.1f;
            z[2 * n] = $fabs(x);
            z[3 * n] = $sqrt($fabs(x));
            z[4 * n] = $rint(x);
            z[5 * n] = $floor(x);
            z[6 * n] = $ceil(x);
            z[7 * n] = $trunc(x);
            z[8 * n] = (float)$imin((int)x, (int)y);
            z[9 * n] = (float)$imax($iabs((int)x), (int)y);
            z[10 * n] = x / y;
            z[11 * n] = $exp(x);
            z[12 * n] = $log($fabs(x));
            z[13 * n] = $pow($fabs(x), y);
            z[14 * n] = $tanh(x);
            z[15 * n] = $sin(x);
            z[16 * n] = $cos(x);
        }

        """);

    /// <summary>
    /// The sum of x: each group adds its part up in shared memory, and the last one to finish, which the counter tells, adds up the groups.
    /// </summary>
    public static readonly KernelProgram Sum = Register(
        "sum",
        64,
        """
        $kernel sum($global float* x_base, int x_start, int x_length, $global float* part_base, int part_start, int part_length, $global int* counter_base, int counter_start, int counter_length, $global float* y_base, int y_start, int y_length)
        {
            $shared_array float tile[64];
            $shared_array int last[1];
            float own = 0.0f;
            for (int i = $global_index; i < x_length; i += $group_count * $group_size)
                own += x_base[x_start + i];
            tile[$item_index] = own;
            $barrier;
            if ($item_index == 0)
            {
                part_base[part_start + $group_index] = total_s(tile, 64);
                $fence;
                last[0] = $atomic_add(&counter_base[counter_start], 1) == $group_count - 1;
            }
            $barrier;
            if (last[0] != 0 && $item_index == 0)
            {
                $fence;
                y_base[y_start] = total_g(part_base + part_start, $group_count);
            }
        }

        """,
        "total_s",
        "total_g");

    /// <summary>y = x + (0, 1, 2, 3), in fours, wherever x and y start.</summary>
    public static readonly KernelProgram Vectors = Register(
        "vectors",
        1,
        """
        $kernel vectors($global float* x_base, int x_start, int x_length, $global float* y_base, int y_start, int y_length)
        {
            int i = $global_index;
            Float4 v = $load4(i, x_base + x_start);
            Float4 w = $fma4(1.0f, v, $float4(0.0f, 1.0f, 2.0f, 3.0f));
            $store4(w, i, y_base + y_start);
        }

        """);

    /// <summary>
    /// y = 2·x + 1 in vectors of sixteen, their sum, and x0·x1 + x2·x3 behind it; x and y begin at multiples of 16 bytes.
    /// </summary>
    public static readonly KernelProgram Sixteens = Register(
        "sixteens",
        1,
        """
        $kernel sixteens($global float* x_base, int x_start, int x_length, $global float* y_base, int y_start, int y_length)
        {
            Float16 v = $fma16($load16(0, x_base + x_start), $splat16(2.0f), $splat16(1.0f));
            $store16(v, 0, y_base + y_start);
            Float4 first = $load4a(0, x_base + x_start);
            y_base[y_start + 16] = $sum16(v);
            y_base[y_start + 17] = first.x * first.y + first.z * first.w;
        }

        """);

    /// <summary>NaN, infinity, the float of x's bits plus 1, a table's entry, a local array's, a 64-bit product's upper half.</summary>
    public static readonly KernelProgram Bits = Register(
        "bits",
        1,
        """
        $kernel bits($global float* x_base, int x_start, int x_length, $global float* y_base, int y_start, int y_length)
        {
            $local float own[2];
            own[0] = x_base[x_start];
            own[1] = Odd[2];
            y_base[y_start] = $nan;
            y_base[y_start + 1] = -$infinity;
            y_base[y_start + 2] = $as_float($as_uint(own[0]) + 1u);
            y_base[y_start + 3] = own[1];
            y_base[y_start + 4] = (float)(uint)(((u64)0xD2511F53u * (u64)0xCD9E8D57u) >> 32);
        }

        """,
        "Odd");

    static DialectKernels()
    {
        KernelType<Pair>.Register("Pair", 2, (in Pair value, Span<uint> words) =>
        {
            words[0] = BitConverter.SingleToUInt32Bits(value.Scale);
            words[1] = BitConverter.SingleToUInt32Bits(value.Shift);
        });
        Piece("Pair", "typedef struct { float scale; float shift; } Pair;\n");
        Piece("Odd", "$constant const float Odd[3] = { 1.0f, 3.0f, 5.0f };\n");
        foreach ((string letter, string space) in new[] { ("s", "$shared"), ("g", "$global") })
        {
            Piece($"total_{letter}", $$"""
                $function float total_{{letter}}({{space}} const float* values, int count)
                {
                    float total = 0.0f;
                    for (int i = 0; i < count; i++)
                        total += values[i];
                    return total;
                }

                """);
        }
    }

    public static IEnumerable<KernelProgram> All => [Affine, Missing, AddOne, Functions, Sum, Vectors, Sixteens, Bits];

    /// <summary>Registers a kernel by its C name.</summary>
    public static KernelProgram Register(string name, int groupSize, string text, params string[] needs)
    {
        Piece(name, text, needs);
        return new KernelProgram(new KernelSource("Dialect", name, name, groupSize, [], File, 1, text));
    }

    // Line n of a piece stems, for these kernels, from line 100 + n.
    private static void Piece(string name, string text, params string[] needs)
    {
        int[] lines = [.. Enumerable.Range(101, text.Count(c => c == '\n'))];
        KernelUnits.Register(new KernelUnit(name, text, text, needs, File, [], lines, lines));
    }
}
