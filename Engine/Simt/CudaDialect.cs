using System.Globalization;

namespace GanFromScratch.Engine.Simt;

/// <summary>
/// CUDA C, as NVRTC accepts it (no headers) and as clang accepts it. Compiled without contraction of a·b + c, as OpenCL is.
/// </summary>
internal sealed class CudaDialect : KernelDialect
{
    public override string Name => "cuda";

    // load4 and store4 are OpenCL's vload4 and vstore4: the index counts vectors of four, and the pointer need not be aligned to 16
    // bytes. If it is, which is nearly always uniform across a warp, one instruction moves all four floats. The instruction is inline
    // assembly, because compilers merge both branches into four scalar moves; its generic form serves global and shared memory.
    public override string Prelude =>
        """
        typedef unsigned int uint;
        typedef long long i64;
        typedef unsigned long long u64;
        typedef float4 Float4;
        #define NAN __int_as_float(0x7fffffff)
        #define INFINITY __int_as_float(0x7f800000)

        static __device__ __forceinline__ int imin(int a, int b) { return a < b ? a : b; }

        static __device__ __forceinline__ int imax(int a, int b) { return a > b ? a : b; }

        static __device__ __forceinline__ int iabs(int a) { return a < 0 ? -a : a; }

        struct Float16
        {
            float v[16];
        };

        static __device__ __forceinline__ Float4 load4(int i, const float* p)
        {
            p += 4 * i;
            return make_float4(p[0], p[1], p[2], p[3]);
        }

        static __device__ __forceinline__ void store4(Float4 v, int i, float* p)
        {
            p += 4 * i;
            p[0] = v.x;
            p[1] = v.y;
            p[2] = v.z;
            p[3] = v.w;
        }

        static __device__ __forceinline__ Float4 load4a(int i, const float* p)
        {
            return ((const float4*)p)[i];
        }

        static __device__ __forceinline__ Float4 fma4(float x, Float4 y, Float4 z)
        {
            return make_float4(fmaf(x, y.x, z.x), fmaf(x, y.y, z.y), fmaf(x, y.z, z.z), fmaf(x, y.w, z.w));
        }

        static __device__ __forceinline__ Float16 load16(int i, const float* p)
        {
            Float16 x;
            for (int e = 0; e < 16; e++)
                x.v[e] = p[16 * i + e];
            return x;
        }

        static __device__ __forceinline__ void store16(Float16 x, int i, float* p)
        {
            for (int e = 0; e < 16; e++)
                p[16 * i + e] = x.v[e];
        }

        static __device__ __forceinline__ Float16 splat16(float value)
        {
            Float16 x;
            for (int e = 0; e < 16; e++)
                x.v[e] = value;
            return x;
        }

        static __device__ __forceinline__ Float16 fma16(Float16 a, Float16 b, Float16 c)
        {
            Float16 x;
            for (int e = 0; e < 16; e++)
                x.v[e] = fmaf(a.v[e], b.v[e], c.v[e]);
            return x;
        }

        static __device__ __forceinline__ float sum16(Float16 x)
        {
            for (int half = 8; half > 0; half /= 2)
            {
                for (int e = 0; e < half; e++)
                    x.v[e] += x.v[e + half];
            }
            return x.v[0];
        }

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
        // Vector loads need an alignment of 16 bytes.
        ["shared_array"] = "alignas(16) __shared__",
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
        ["imin"] = "imin",
        ["imax"] = "imax",
        ["iabs"] = "iabs",
        ["float4"] = "make_float4",
        ["load4"] = "load4",
        ["load4a"] = "load4a",
        ["store4"] = "store4",
        ["fma4"] = "fma4",
        ["load16"] = "load16",
        ["store16"] = "store16",
        ["splat16"] = "splat16",
        ["fma16"] = "fma16",
        ["sum16"] = "sum16",
    };

    public override string KernelHead(int groupSize) =>
        string.Create(CultureInfo.InvariantCulture, $"extern \"C\" __global__ void __launch_bounds__({groupSize})");
}
