using ILGPU;

namespace GanFromScratch.Tests.Engine.Translation;

/// <summary>
/// Functions in the language of kernels that ask for nothing a device alone has, so that C# can run them as they stand: what they return
/// there is what every device must return.
/// </summary>
internal static class ResultFunctions
{
    public const int Count = 12;

    public static uint Value(int function, int n, uint u, bool odd)
    {
        if (function == 0)
            return Loops(n);
        if (function == 1)
            return Words(u);
        if (function == 2)
            return References(n);
        if (function == 3)
            return Structs(n, u);
        if (function == 4)
            return Bools(n, odd) ? 1u : 0u;
        if (function == 5)
            return (uint)Shifts(n, u);
        if (function == 6)
            return (uint)Divisions(n);
        if (function == 7)
            return HighHalf(u, 0xD2511F53) ^ (uint)Long(n, u);
        if (function == 8)
            return (uint)Choices(n, u);
        if (function == 9)
            return Constructors(n);
        if (function == 10)
            return Bits(n);
        return (uint)Least(b: Same(n), a: (int)Same(u >> 8)) + (uint)Least(n);
    }

    private static uint Loops(int n)
    {
        uint sum = 0;
        for (int k = 0, m = 50; k < m; k += 2, m--)
        {
            if (k == n)
                continue;
            int left = k;
            do
            {
                left -= 3;
                if (left < -n)
                    break;
                sum = (sum * 3) + (uint)left;
            }
            while (left > 0);
            {
                uint inner = sum >> 3;
                sum ^= inner;
            }

            while (true)
            {
                if (++left > 4)
                    break;
                if ((left & 1) == 0)
                    continue;
                sum += 7;
            }
        }

        return sum;
    }

    private static uint Words(uint u)
    {
        for (int k = 0; k < 20; k++)
        {
            u = (u * 1664525) + 1013904223;
            u ^= u << 13;
            u ^= u >> 17;
            u -= 0x9E3779B9;
        }

        return ~u;
    }

    private static void Swap(ref int a, ref int b)
    {
        int old = a;
        a = b;
        b = old;
    }

    private static bool Halve(in int whole, out int half, out int rest)
    {
        half = whole / 2;
        rest = whole - (2 * half);
        return rest != 0;
    }

    private static uint References(int n)
    {
        int a = n, b = 3 * n;
        Swap(ref a, ref b);
        if (Halve(a, out int half, out int rest))
            Swap(ref half, ref b);
        Halve(b, out int other, out _);
        Couple couple = new();
        Swap(ref couple.First, ref rest);
        a++;
        --b;
        return (uint)((a * 31) + (b * 17) + (half * 7) + rest + other + (couple.First * 1000));
    }

    private static int Spend(Couple couple)
    {
        couple.First += 100;
        return couple.First + couple.Second;
    }

    private static uint Structs(int n, uint u)
    {
        Couple couple = default;
        couple.First = n;
        Couple copy = couple with { Second = (int)(u & 15) };
        int spent = Spend(copy);
        copy.First -= 1;
        couple = copy;
        couple.Second *= 3;
        return (uint)(spent + (copy.First * 3) + (couple.Sum * 5) + copy.Second);
    }

    private static uint Constructors(int n)
    {
        Triple triple = new(n), nothing = new(), all = new(n, 2, 3);
        return (uint)(triple.Weight() + (nothing.Weight() * 10) + (all.Weight() * 100) + (int)new Line(n, -2).At(3));
    }

    private static bool Bools(int n, bool odd)
    {
        bool isOdd = (n & 1) != 0, large = n > 10;
        isOdd ^= !odd;
        large |= n < -10 & odd;
        return isOdd == large || (odd && n != 3 && 12 / (n == 0 ? 1 : n) > 2);
    }

    private static int Shifts(int n, uint u) => (n << 33) + (n >> n) + (int)(u >> (n + 40)) + (1 << (int)(u & 63)) - (n >> 1);

    private static int Divisions(int n) => (n / 3 * 1000) + (n % 3 * 100) + (-n / 4 * 10) - (n - (5 - n)) + (n * (7 / ((n & 3) + 1)));

    private static uint HighHalf(uint a, uint b) => (uint)(((ulong)a * b) >> 32);

    private static long Long(int n, uint u)
    {
        long wide = (long)n * int.MaxValue;
        wide += u - (uint)n;
        return (wide >> 7) + (wide / 1000) - (u < n ? 1 : 2);
    }

    private static int Choices(int n, uint u) => n < 0 ? u > 5 ? 1 : 2 : (n > 5 ? n < 20 : n > 2) ? 3 : (n = n + 4) > 6 ? n : -n;

    private static uint Bits(int n)
    {
        float x = n * 0.1f;
        x = (x * x) + (x / 3) - 1e-8f;
        x += n;
        x -= (int)x;
        return Interop.FloatAsInt(x == 0 ? -0f : x);
    }

    private static T Same<T>(T value) => value;

    private static int Least(int a, int b = 5) => a < b ? a : b;

    private struct Couple
    {
        public int First, Second;

        public readonly int Sum => First + Second;
    }

    private struct Triple
    {
        private readonly int a;
        private readonly int b = 4;
        private readonly int c;

        public Triple(int a, int b, int c)
        {
            this.a = a;
            this.b = b;
            this.c = c;
        }

        public Triple(int a)
            : this(a, a + 1, 0) =>
            c += 6;

        public readonly int Weight() => a + (b * 2) + (c * 3);
    }

    private readonly struct Line(float slope, float intercept)
    {
        private readonly float twice = 2 * slope;

        public float At(float x) => (twice * x / 2) + intercept;
    }
}
