using System.Globalization;

namespace GanFromScratch.Engine.Simt;

/// <summary>CUDA C, as NVRTC takes it (no headers) and as clang takes it. Compiled without contraction of a·b + c, as OpenCL is.</summary>
internal sealed class CudaDialect : KernelDialect
{
    public override string Name => "cuda";

    public override string Prelude =>
        """
        typedef unsigned int uint;
        typedef long long i64;
        typedef unsigned long long u64;
        typedef float4 Float4;
        #define NAN __int_as_float(0x7fffffff)
        #define INFINITY __int_as_float(0x7f800000)

        """;

    public override string CheckedPrelude =>
        """

        static __device__ bool inside(int index, int length, int line, int piece, int view, int* faults)
        {
            if (index >= 0 && index < length)
                return true;
            if (atomicCAS(faults, 0, line) == 0)
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
        ["function"] = "static __device__ __forceinline__",
        ["global"] = "",
        ["shared"] = "",
        // Vector loads want multiples of 16 bytes.
        ["shared_array"] = "__shared__ __align__(16)",
        ["constant"] = "static __constant__",
        ["local"] = "",
        ["barrier"] = "__syncthreads()",
        ["fence"] = "__threadfence()",
        ["group_index"] = "(int)blockIdx.x",
        ["group_count"] = "(int)gridDim.x",
        ["item_index"] = "(int)threadIdx.x",
        ["group_size"] = "(int)blockDim.x",
        ["global_index"] = "(int)(blockIdx.x * blockDim.x + threadIdx.x)",
        ["atomic_add"] = "atomicAdd",
        ["as_float"] = "__uint_as_float",
        ["as_uint"] = "__float_as_uint",
        ["nan"] = "NAN",
        ["infinity"] = "INFINITY",
        ["fma"] = "fmaf",
        ["fabs"] = "fabsf",
        ["sqrt"] = "sqrtf",
        ["rint"] = "rintf",
        ["floor"] = "floorf",
        ["ceil"] = "ceilf",
        ["trunc"] = "truncf",
        ["exp"] = "expf",
        ["log"] = "logf",
        ["pow"] = "powf",
        ["tanh"] = "tanhf",
        ["sin"] = "sinf",
        ["cos"] = "cosf",
        ["imin"] = "min",
        ["imax"] = "max",
        ["iabs"] = "abs",
        ["float4"] = "make_float4",
        ["load4"] = "load4",
        ["store4"] = "store4",
    };

    public override string KernelHead(int groupSize) =>
        string.Create(CultureInfo.InvariantCulture, $"extern \"C\" __global__ void __launch_bounds__({groupSize})");
}
