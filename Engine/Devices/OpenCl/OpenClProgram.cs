using System.Text;

namespace GanFromScratch.Engine.Devices.OpenCl;

/// <summary>Builds a cl_program from source or from a binary of an earlier build.</summary>
internal static unsafe class OpenClProgram
{
    /// <summary>
    /// No option but the language's version: options for "fast" arithmetic would change results, and slow down as often as they help.
    /// </summary>
    public const string Options = "-cl-std=CL1.2";

    /// <summary>A built program, or 0 and the compiler's log.</summary>
    public static nint FromSource(nint context, nint device, string options, string source, out string log)
    {
        byte[] text = Encoding.UTF8.GetBytes(source);
        nint program;
        int status;
        fixed (byte* first = text)
        {
            byte* pointer = first;
            nuint length = (nuint)text.Length;
            program = OpenClLibrary.CreateProgramWithSource(context, 1, &pointer, &length, out status);
        }

        OpenClStatus.Check(status, "clCreateProgramWithSource");
        status = OpenClLibrary.BuildProgram(program, 1, &device, options, 0, 0);
        if (status == OpenClStatus.Success)
        {
            log = "";
            return program;
        }

        log = $"{Log(program, device)}\n(clBuildProgram: {OpenClStatus.Name(status)})";
        _ = OpenClLibrary.ReleaseProgram(program);
        return 0;
    }

    /// <summary>A built program, or 0 if the driver does not accept this binary.</summary>
    public static nint FromBinary(nint context, nint device, string options, byte[] binary)
    {
        nint program;
        int status;
        fixed (byte* first = binary)
        {
            byte* pointer = first;
            nuint length = (nuint)binary.Length;
            int ofBinary;
            program = OpenClLibrary.CreateProgramWithBinary(context, 1, &device, &length, &pointer, &ofBinary, out status);
        }

        if (status != OpenClStatus.Success)
            return 0;
        if (OpenClLibrary.BuildProgram(program, 1, &device, options, 0, 0) == OpenClStatus.Success)
            return program;
        _ = OpenClLibrary.ReleaseProgram(program);
        return 0;
    }

    /// <summary>The input of <see cref="FromBinary"/>; empty if the driver does not provide it.</summary>
    public static byte[] Binary(nint program)
    {
        nuint length;
        if (
            OpenClLibrary.GetProgramInfo(
                program, OpenClLibrary.ProgramBinarySizes, (nuint)sizeof(nuint), &length, out _) != OpenClStatus.Success)
            return [];
        byte[] binary = new byte[length];
        fixed (byte* first = binary)
        {
            byte* pointer = first;
            return OpenClLibrary.GetProgramInfo(
                program, OpenClLibrary.ProgramBinaries, (nuint)sizeof(byte*), &pointer, out _) == OpenClStatus.Success
                ? binary
                : [];
        }
    }

    private static string Log(nint program, nint device)
    {
        int status = OpenClLibrary.GetProgramBuildInfo(program, device, OpenClLibrary.ProgramBuildLog, 0, null, out nuint length);
        byte[] log = new byte[status == OpenClStatus.Success ? length : 0];
        if (log.Length > 0)
        {
            fixed (byte* first = log)
                status = OpenClLibrary.GetProgramBuildInfo(program, device, OpenClLibrary.ProgramBuildLog, length, first, out _);
        }

        return status == OpenClStatus.Success
            ? Encoding.UTF8.GetString(log).TrimEnd('\0')
            : $"The driver gives no log ({OpenClStatus.Name(status)}).";
    }
}
