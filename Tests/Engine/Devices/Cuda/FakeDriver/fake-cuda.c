// A CUDA driver and NVRTC without a GPU, for tests of the bindings: device memory is host memory, the stream is a list of things to do
// that are done only when somebody waits, and the kernels are the C functions below. It is stricter than the real one where that finds
// mistakes: every call needs a current context on its thread, and copies read pinned memory as late as possible.
#include <stdlib.h>
#include <string.h>
#include <stdio.h>
#include <stdint.h>
#include <pthread.h>

// As in cuda.h and nvrtc.h.
typedef int CUresult, CUdevice, CUdevice_attribute, CUjit_option, CUstreamCaptureMode, nvrtcResult;
typedef unsigned long long CUdeviceptr;
typedef struct CUctx_st* CUcontext;
typedef struct CUmod_st* CUmodule;
typedef struct CUfunc_st* CUfunction;
typedef struct CUstream_st* CUstream;
typedef struct CUevent_st* CUevent;
typedef struct CUgraph_st* CUgraph;
typedef struct CUgraphExec_st* CUgraphExec;
typedef struct _nvrtcProgram* nvrtcProgram;
// End of the headers' types.

enum { MOST_ARGUMENTS = 16, MOST_BYTES = 256 };

struct CUfunc_st { const char *name, *signature; void (*run)(void** a, unsigned grid, unsigned group); };
struct CUmod_st { char* image; };
typedef struct Work {
    enum { COPY, LAUNCH, RECORD } kind;
    void *to; const void* from; size_t bytes;
    CUfunction function; unsigned grid, group; char values[MOST_BYTES]; void* arguments[MOST_ARGUMENTS];
    CUevent event; long serial;
    struct Work* next;
} Work;
struct CUevent_st { long recorded; };
struct CUgraph_st { Work* first; };
struct _nvrtcProgram { char *source, *name, *log, *image; };

// What the tests ask and set, by name.
static struct { const char* name; long value; } numbers[] = {
    { "driver version", 12040 }, { "init result", 0 }, { "gpus", 2 }, { "memory", 64 << 20 }, { "fault", 0 }, { "capture result", 0 },
    { "nvrtc major", 12 }, { "nvrtc minor", 4 }, { "capability", 86 }, { "compute mode", 0 },
    { "allocations", 0 }, { "allocated", 0 }, { "contexts", 0 }, { "modules", 0 }, { "graphs", 0 }, { "events", 0 }, { "streams", 0 }, { "pinned", 0 },
    { "launches", 0 }, { "graph launches", 0 }, { "compilations", 0 }, { "max queued", 0 } };

static long* number(const char* name)
{
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (strcmp(numbers[i].name, name) == 0)
            return &numbers[i].value;
    abort();
}

long fake_get(const char* name) { return *number(name); }
void fake_set(const char* name, long value) { *number(name) = value; }
static char last_options[1024];
const char* fake_options(void) { return last_options; }

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static __thread CUcontext current;
static char context_of_gpu[2], the_stream;
static Work *first, *last, *captured_last;
static CUgraph capturing;
static long serial, done, queued;

#define ENTER \
    if (current == NULL) return 201; \
    if (*number("fault")) return (CUresult)*number("fault");

static void execute(Work* w)
{
    if (w->kind == COPY) memcpy(w->to, w->from, w->bytes);
    if (w->kind == LAUNCH) { ++*number("launches"); w->function->run(w->arguments, w->grid, w->group); }
    done = w->serial;
}

static void drain(long until)
{
    while (first != NULL && done < until)
    {
        Work* w = first;
        first = w->next;
        if (first == NULL) last = NULL;
        execute(w);
        queued--;
        free(w);
    }
}

static void enqueue(Work* w)
{
    w->serial = ++serial;
    w->next = NULL;
    if (last != NULL) last->next = w; else first = w;
    last = w;
    if (++queued > *number("max queued")) *number("max queued") = queued;
}

static Work* work(int kind) { Work* w = calloc(1, sizeof *w); w->kind = kind; return w; }

// The kernels, with the kinds of their arguments: p a pointer, i an int, f a float, 2 a struct of two words, v a view as ILGPU passes it.
static void affine(void** a, unsigned grid, unsigned group)
{
    float *x = *(float**)a[0] + *(int*)a[1], *y = *(float**)a[3] + *(int*)a[4], *s = a[6];
    for (int i = 0; i < (int)(grid * group); i++)
        if (i < *(int*)a[5]) y[i] = s[0] * x[i] + s[1] + *(float*)a[7];
}

static void missing(void** a, unsigned grid, unsigned group)
{
    float* y = *(float**)a[3] + *(int*)a[4];
    y[0] = *(float**)a[0] == NULL && *(int*)a[2] == 0 ? 1.0f : 0.0f;
    y[1] = (float)grid;
    y[2] = (float)group;
}

static void add_one(void** a, unsigned grid, unsigned group)
{
    float* y = *(float**)a[0] + *(int*)a[1];
    for (int i = 0; i < *(int*)a[2]; i++) y[i] += 1;
}

typedef struct { float* first; long length; } View;

static void ilgpu_affine(void** a, unsigned grid, unsigned group)
{
    View *x = a[0], *y = a[1];
    float* rule = a[2];
    for (int i = 0; i < (int)(grid * group); i++)
        if (*(int*)a[5] && i < y->length) y->first[i] = rule[0] * x->first[i] + rule[1] + *(float*)a[3] * (float)*(int*)a[4];
}

static struct CUfunc_st kernels[] = { { "Kernel_AffineForIlgpu", "vv2fii", ilgpu_affine }, { "affine", "piipii2f", affine }, { "missing", "piipii", missing }, { "add_one", "pii", add_one } };

CUresult cuDriverGetVersion(int* version) { *version = (int)*number("driver version"); return 0; }
CUresult cuInit(unsigned int flags) { return (CUresult)*number("init result"); }
CUresult cuGetErrorName(CUresult error, const char** text) { *text = error == 700 ? "CUDA_ERROR_ILLEGAL_ADDRESS" : "CUDA_ERROR_OTHER"; return error == 12345 ? 1 : 0; }
CUresult cuGetErrorString(CUresult error, const char** text) { *text = "a text for people"; return error == 12345 ? 1 : 0; }
CUresult cuDeviceGetCount(int* count) { *count = (int)*number("gpus"); return *count < 0 ? 999 : 0; }
CUresult cuDeviceGet(CUdevice* device, int ordinal) { *device = ordinal; return 0; }
CUresult cuDeviceGetName(char* name, int length, CUdevice device) { snprintf(name, (size_t)length, "Fake GPU %d", device); return 0; }
CUresult cuDeviceTotalMem_v2(size_t* bytes, CUdevice device) { *bytes = (size_t)*number("memory"); return 0; }
CUresult cuDeviceGetAttribute(int* value, CUdevice_attribute attribute, CUdevice device)
{
    int capability = (int)*number("capability");
    switch ((int)attribute)
    {
        case 16: *value = 28; return 0;
        case 20: *value = (int)*number("compute mode"); return 0;
        case 75: *value = capability / 10; return 0;
        case 76: *value = capability % 10; return 0;
        default: return 1;
    }
}

CUresult cuDevicePrimaryCtxRetain(CUcontext* context, CUdevice device) { ++*number("contexts"); *context = (CUcontext)&context_of_gpu[device]; return 0; }
CUresult cuDevicePrimaryCtxRelease_v2(CUdevice device) { --*number("contexts"); return 0; }
CUresult cuCtxSetCurrent(CUcontext context) { current = context; return 0; }
CUresult cuMemGetInfo_v2(size_t* free, size_t* total) { ENTER *total = (size_t)*number("memory"); *free = *total - (size_t)*number("allocated"); return 0; }

CUresult cuMemAlloc_v2(CUdeviceptr* address, size_t bytes)
{
    ENTER
    if (capturing != NULL) return 900;
    if (*number("allocated") + (long)bytes > *number("memory")) return 2;
    size_t* block = malloc(bytes + 16);
    block[0] = bytes;
    pthread_mutex_lock(&mutex);
    *number("allocated") += (long)bytes;
    ++*number("allocations");
    pthread_mutex_unlock(&mutex);
    *address = (CUdeviceptr)(uintptr_t)(block + 2);
    return 0;
}

CUresult cuMemFree_v2(CUdeviceptr address)
{
    ENTER
    drain(serial);
    size_t* block = (size_t*)(uintptr_t)address - 2;
    pthread_mutex_lock(&mutex);
    *number("allocated") -= (long)block[0];
    --*number("allocations");
    pthread_mutex_unlock(&mutex);
    free(block);
    return 0;
}

CUresult cuMemHostAlloc(void** pointer, size_t bytes, unsigned int flags) { ENTER ++*number("pinned"); *pointer = malloc(bytes); return 0; }
CUresult cuMemFreeHost(void* pointer) { ENTER --*number("pinned"); free(pointer); return 0; }

static CUresult copy(void* to, const void* from, size_t bytes, CUstream stream)
{
    if (stream != (CUstream)&the_stream) return 400;
    if (capturing != NULL) return 900;
    Work* w = work(COPY);
    w->to = to; w->from = from; w->bytes = bytes;
    enqueue(w);
    return 0;
}

CUresult cuMemcpyHtoDAsync_v2(CUdeviceptr to, const void* from, size_t bytes, CUstream stream) { ENTER return copy((void*)(uintptr_t)to, from, bytes, stream); }
CUresult cuMemcpyDtoHAsync_v2(void* to, CUdeviceptr from, size_t bytes, CUstream stream) { ENTER return copy(to, (void*)(uintptr_t)from, bytes, stream); }
CUresult cuStreamCreate(CUstream* stream, unsigned int flags) { ENTER ++*number("streams"); *stream = (CUstream)&the_stream; return flags == 1 ? 0 : 1; }
CUresult cuStreamDestroy_v2(CUstream stream) { ENTER --*number("streams"); return stream == (CUstream)&the_stream ? 0 : 400; }
CUresult cuStreamSynchronize(CUstream stream) { ENTER if (stream != (CUstream)&the_stream) return 400; if (capturing != NULL) return 900; drain(serial); return 0; }

CUresult cuStreamBeginCapture_v2(CUstream stream, CUstreamCaptureMode mode)
{
    ENTER
    if (*number("capture result")) return (CUresult)*number("capture result");
    if (mode != 1 || capturing != NULL) return 1;
    capturing = calloc(1, sizeof *capturing);
    captured_last = NULL;
    return 0;
}

CUresult cuStreamEndCapture(CUstream stream, CUgraph* graph) { ENTER *graph = capturing; capturing = NULL; return *graph == NULL ? 1 : 0; }
CUresult cuGraphInstantiateWithFlags(CUgraphExec* exec, CUgraph graph, unsigned long long flags)
{
    ENTER
    CUgraph copy = calloc(1, sizeof *copy);
    copy->first = graph->first;
    graph->first = NULL;
    ++*number("graphs");
    *exec = (CUgraphExec)copy;
    return 0;
}

CUresult cuGraphDestroy(CUgraph graph) { ENTER free(graph); return 0; }
CUresult cuGraphExecDestroy(CUgraphExec exec) { ENTER --*number("graphs"); free(exec); return 0; }

static void fix(Work* w, const char* base)
{
    for (int i = 0; i < MOST_ARGUMENTS; i++)
        if (w->arguments[i] != NULL) w->arguments[i] = w->values + ((char*)w->arguments[i] - base);
}

CUresult cuGraphLaunch(CUgraphExec exec, CUstream stream)
{
    ENTER
    if (stream != (CUstream)&the_stream) return 400;
    ++*number("graph launches");
    for (Work* node = ((CUgraph)exec)->first; node != NULL; node = node->next)
    {
        Work* w = work(LAUNCH);
        *w = *node;
        fix(w, node->values);
        enqueue(w);
    }
    return 0;
}

CUresult cuEventCreate(CUevent* event, unsigned int flags) { ENTER ++*number("events"); *event = calloc(1, sizeof **event); return 0; }
CUresult cuEventDestroy_v2(CUevent event) { ENTER --*number("events"); free(event); return 0; }
CUresult cuEventRecord(CUevent event, CUstream stream) { ENTER if (capturing != NULL) return 900; enqueue(work(RECORD)); event->recorded = serial; return 0; }
CUresult cuEventSynchronize(CUevent event) { ENTER drain(event->recorded); return 0; }
CUresult cuEventElapsedTime(float* milliseconds, CUevent start, CUevent end) { ENTER *milliseconds = 250 * (float)(end->recorded - start->recorded); return 0; }

CUresult cuModuleLoadDataEx(CUmodule* module, const void* image, unsigned int count, CUjit_option* options, void** values)
{
    ENTER
    if (capturing != NULL) return 900;
    if (count != 2 || options[0] != 5 || options[1] != 6 || (size_t)values[1] < 100) return 1;
    if (strncmp(image, "CUBIN:", 6) != 0 && strncmp(image, "PTX:", 4) != 0 && strstr(image, ".target sm_") == NULL) { strcpy(values[0], "no such image"); return 200; }
    *module = calloc(1, sizeof **module);
    (*module)->image = strdup(image);
    ++*number("modules");
    return 0;
}

CUresult cuModuleUnload(CUmodule module) { ENTER --*number("modules"); free(module->image); free(module); return 0; }
CUresult cuModuleGetFunction(CUfunction* function, CUmodule module, const char* name)
{
    ENTER
    for (size_t i = 0; i < sizeof kernels / sizeof *kernels; i++)
        if (strcmp(kernels[i].name, name) == 0 && strstr(module->image, name) != NULL) { *function = &kernels[i]; return 0; }
    return 500;
}

CUresult cuLaunchKernel(CUfunction f, unsigned int gx, unsigned int gy, unsigned int gz, unsigned int bx, unsigned int by, unsigned int bz, unsigned int shared,
    CUstream stream, void** arguments, void** extra)
{
    ENTER
    if (gx == 0 || gy != 1 || gz != 1 || bx == 0 || by != 1 || bz != 1 || shared != 0 || extra != NULL || stream != (CUstream)&the_stream) return 1;
    Work* w = work(LAUNCH);
    w->function = f; w->grid = gx; w->group = bx;
    char* value = w->values;
    for (int i = 0; f->signature[i] != 0; i++)
    {
        size_t bytes = f->signature[i] == 'v' ? 16 : f->signature[i] == 'p' || f->signature[i] == '2' ? 8 : 4;
        if ((f->signature[i] == 'p' || f->signature[i] == 'v') && (uintptr_t)arguments[i] % 8 != 0) return 716;
        memcpy(value, arguments[i], bytes);
        w->arguments[i] = value;
        value += bytes == 16 ? 16 : 8;
    }
    if (capturing == NULL) { enqueue(w); return 0; }
    if (captured_last != NULL) captured_last->next = w; else capturing->first = w;
    captured_last = w;
    return 0;
}

nvrtcResult nvrtcVersion(int* major, int* minor) { *major = (int)*number("nvrtc major"); *minor = (int)*number("nvrtc minor"); return 0; }
const char* nvrtcGetErrorString(nvrtcResult error) { return error == 7 ? "NVRTC_ERROR_BUILTIN_OPERATION_FAILURE" : "NVRTC_ERROR"; }
nvrtcResult nvrtcGetNumSupportedArchs(int* count) { *count = 4; return 0; }
nvrtcResult nvrtcGetSupportedArchs(int* architectures) { int known[] = { 60, 75, 86, 90 }; memcpy(architectures, known, sizeof known); return 0; }

nvrtcResult nvrtcCreateProgram(nvrtcProgram* program, const char* source, const char* name, int headers, const char* const* texts, const char* const* names)
{
    *program = calloc(1, sizeof **program);
    (*program)->source = strdup(source);
    (*program)->name = strdup(name);
    (*program)->log = strdup("");
    return headers == 0 && texts == NULL && names == NULL ? 0 : 3;
}

// The word "mistake" in the source is one.
nvrtcResult nvrtcCompileProgram(nvrtcProgram p, int count, const char* const* options)
{
    ++*number("compilations");
    last_options[0] = 0;
    for (int i = 0; i < count; i++) { strcat(last_options, options[i]); strcat(last_options, " "); }
    if (strstr(p->source, "no builtins") != NULL) return 7;
    const char* mistake = strstr(p->source, "mistake");
    if (mistake == NULL)
    {
        p->image = malloc(strlen(p->source) + 10);
        sprintf(p->image, "%s%s", strstr(last_options, "sm_") ? "CUBIN:" : "PTX:", p->source);
        return 0;
    }
    int line = 1;
    for (const char* c = p->source; c < mistake; c++) line += *c == '\n';
    free(p->log);
    p->log = malloc(200);
    snprintf(p->log, 200, "%s(%d): error: identifier \"mistake\" is undefined\n", p->name, line);
    return 6;
}

nvrtcResult nvrtcGetProgramLogSize(nvrtcProgram p, size_t* bytes) { *bytes = strlen(p->log) + 1; return 0; }
nvrtcResult nvrtcGetProgramLog(nvrtcProgram p, char* log) { strcpy(log, p->log); return 0; }
nvrtcResult nvrtcGetCUBINSize(nvrtcProgram p, size_t* bytes) { *bytes = strstr(p->image, "CUBIN:") == p->image ? strlen(p->image) + 1 : 0; return 0; }
nvrtcResult nvrtcGetCUBIN(nvrtcProgram p, char* image) { strcpy(image, p->image); return 0; }
nvrtcResult nvrtcGetPTXSize(nvrtcProgram p, size_t* bytes) { *bytes = strlen(p->image) + 1; return 0; }
nvrtcResult nvrtcGetPTX(nvrtcProgram p, char* image) { strcpy(image, p->image); return 0; }
nvrtcResult nvrtcDestroyProgram(nvrtcProgram* p) { free((*p)->source); free((*p)->name); free((*p)->log); free((*p)->image); free(*p); *p = NULL; return 0; }
