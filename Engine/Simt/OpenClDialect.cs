using System.Globalization;

namespace GanFromScratch.Engine.Simt;

/// <summary>OpenCL C 1.2: no generic address space, no subgroups.</summary>
internal sealed class OpenClDialect : KernelDialect
{
    public override string Name => "opencl";

    // Without the pragma a compiler may fuse a·b + c into one rounding at will, and random numbers would differ between devices.
    public override string Prelude =>
        """
        #pragma OPENCL FP_CONTRACT OFF
        typedef long i64;
        typedef ulong u64;
        typedef float4 Float4;
        typedef float16 Float16;

        static inline float4 fma4(float x, float4 y, float4 z)
        {
            return fma((float4)(x), y, z);
        }

        static inline float sum16(float16 x)
        {
            float8 eight = x.lo + x.hi;
            float4 four = eight.lo + eight.hi;
            float2 two = four.lo + four.hi;
            return two.x + two.y;
        }

        """;

    public override string CheckedPrelude =>
        """

        static inline bool inside(int index, int length, int line, int piece, int view, volatile __global int* faults)
        {
            if (index >= 0 && index < length)
                return true;
            if (atomic_cmpxchg(faults, 0, line) == 0)
            {
                faults[1] = index;
                faults[2] = length;
                faults[3] = piece;
                faults[4] = view;
            }
            return false;
        }

        """;

    public override IReadOnlyDictionary<string, string> Words { get; } = new Dictionary<string, string>
    {
        // Always inlined: in a function that is not, PoCL lets all its threads share the function's shared memory.
        ["function"] = "static inline __attribute__((always_inline))",
        ["global"] = "__global",
        ["shared"] = "__local",
        ["shared_array"] = "__local",
        ["constant"] = "__constant",
        ["local"] = "__private",
        ["barrier"] = "barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE)",
        ["fence"] = "mem_fence(CLK_GLOBAL_MEM_FENCE)",
        ["group_index"] = "(int)get_group_id(0)",
        ["group_count"] = "(int)get_num_groups(0)",
        ["item_index"] = "(int)get_local_id(0)",
        ["group_size"] = "(int)get_local_size(0)",
        ["global_index"] = "(int)get_global_id(0)",
        ["atomic_add"] = "atomic_add",
        ["as_float"] = "as_float",
        ["as_uint"] = "as_uint",
        ["nan"] = "NAN",
        ["infinity"] = "INFINITY",
        ["fma"] = "fma",
        ["fabs"] = "fabs",
        ["sqrt"] = "sqrt",
        ["rint"] = "rint",
        ["floor"] = "floor",
        ["ceil"] = "ceil",
        ["trunc"] = "trunc",
        ["exp"] = "exp",
        ["log"] = "log",
        ["pow"] = "pow",
        ["tanh"] = "tanh",
        ["sin"] = "sin",
        ["cos"] = "cos",
        ["imin"] = "min",
        ["imax"] = "max",
        ["iabs"] = "(int)abs",
        ["float4"] = "(float4)",
        // A vector of floats from any address: an OpenCL float4 through a pointer must be aligned to 16 bytes.
        ["load4"] = "vload4",
        ["load4a"] = "vload4",
        ["store4"] = "vstore4",
        ["fma4"] = "fma4",
        ["load16"] = "vload16",
        ["store16"] = "vstore16",
        ["splat16"] = "(float16)",
        ["fma16"] = "fma",
        ["sum16"] = "sum16",
    };

    public override string KernelHead(int groupSize) =>
        string.Create(CultureInfo.InvariantCulture, $"__kernel __attribute__((reqd_work_group_size({groupSize}, 1, 1))) void");
}
